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

    /// <summary>The encoding of the messages and of the delimiter.</summary>
    public MessageText Encoding { get; init; } = MessageText.Utf8;

    /// <summary>The delimiter of <see cref="FramingKind.Delimiter"/>; null with the others.</summary>
    public string? Delimiter { get; init; }

    /// <summary>How many bytes the length has with <see cref="FramingKind.LengthPrefix"/>: 1, 2 or 4.</summary>
    public int PrefixBytes { get; init; } = 4;

    /// <summary>Whether the length's low byte comes first.</summary>
    public bool LittleEndian { get; init; }

    /// <summary>The longest message, in bytes.</summary>
    public int MaxMessageBytes { get; init; } = 1024 * 1024;

    /// <summary>Whether messages are UTF-8 text, of which no character may be cut.</summary>
    public bool IsText { get; init; }

    /// <summary>The framing asked for.</summary>
    /// <exception cref="NetException">
    /// The options do not go together (InvalidRequest), or the encoding has no bytes for the delimiter (InvalidEncoding).
    /// </exception>
    public IMessageFraming Create()
    {
        if (Delimiter is not null && Kind != FramingKind.Delimiter)
            throw Invalid("-Delimiter is of Delimiter framing: add -Framing Delimiter.");
        return Kind switch
        {
            FramingKind.Raw => new RawFraming(MaxMessageBytes, IsText),
            FramingKind.Line when Encoding.Encode("\n").Length == 1 => DelimiterFraming.Lines(MaxMessageBytes),
            FramingKind.Line => throw Invalid(
                $"Line framing looks for the byte of LF, and {Encoding} has more than one. Use LengthPrefix framing."),
            FramingKind.Delimiter when Delimiter is { Length: > 0 }
                => new DelimiterFraming(Encoding.Encode(Delimiter), MaxMessageBytes),
            FramingKind.Delimiter => throw Invalid("Delimiter framing needs a -Delimiter of at least one character."),
            FramingKind.LengthPrefix when PrefixBytes is 1 or 2 or 4
                => new LengthPrefixFraming(PrefixBytes, MaxMessageBytes, LittleEndian),
            _ => throw Invalid("A length prefix has 1, 2 or 4 bytes."),
        };
    }

    private static NetException Invalid(string message) => new(FailureKind.InvalidRequest, message);
}
