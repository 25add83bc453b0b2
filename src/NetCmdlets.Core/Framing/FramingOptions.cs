using NetCmdlets.Diagnostics;

namespace NetCmdlets.Framing;

/// <summary>How messages are told apart: -Framing.</summary>
public enum FramingKind
{
    /// <summary>A message is whatever has come.</summary>
    Raw,

    /// <summary>LF ends a message; a CR before it is no part of it.</summary>
    Line,

    /// <summary>A delimiter of one's own ends a message.</summary>
    Delimiter,

    /// <summary>The length comes first.</summary>
    LengthPrefix,
}

/// <summary>A framing as it is asked for.</summary>
public sealed record FramingOptions
{
    /// <summary>Which framing.</summary>
    public FramingKind Kind { get; init; }

    /// <summary>The delimiter of <see cref="FramingKind.Delimiter"/>.</summary>
    public byte[]? Delimiter { get; init; }

    /// <summary>How many bytes the length has with <see cref="FramingKind.LengthPrefix"/>: 1, 2 or 4.</summary>
    public int PrefixBytes { get; init; } = 4;

    /// <summary>Whether the length's low byte comes first.</summary>
    public bool LittleEndian { get; init; }

    /// <summary>The longest message, in bytes.</summary>
    public int MaxMessageBytes { get; init; } = 1024 * 1024;

    /// <summary>Whether messages are UTF-8 text, of which no character may be cut.</summary>
    public bool IsText { get; init; }

    /// <summary>The framing asked for.</summary>
    /// <exception cref="NetException">The options do not go together (InvalidRequest).</exception>
    public IMessageFraming Create() => Kind switch
    {
        FramingKind.Raw => new RawFraming(MaxMessageBytes, IsText),
        FramingKind.Line => DelimiterFraming.Lines(MaxMessageBytes),
        FramingKind.Delimiter when Delimiter is { Length: > 0 } => new DelimiterFraming(Delimiter, MaxMessageBytes),
        FramingKind.Delimiter => throw new NetException(
            FailureKind.InvalidRequest, "Delimiter framing needs a delimiter of at least one byte."),
        FramingKind.LengthPrefix when PrefixBytes is 1 or 2 or 4
            => new LengthPrefixFraming(PrefixBytes, MaxMessageBytes, LittleEndian),
        _ => throw new NetException(FailureKind.InvalidRequest, "A length prefix has 1, 2 or 4 bytes."),
    };
}
