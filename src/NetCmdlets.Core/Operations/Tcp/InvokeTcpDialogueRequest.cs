using NetCmdlets.Framing;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Tcp;

/// <summary>A script of what to send to a TCP server and what to expect of it.</summary>
public sealed record InvokeTcpDialogueRequest : TcpClientRequest
{
    /// <summary>The steps, in order.</summary>
    [RequestOption(Position = 2, Mandatory = true)]
    public IReadOnlyList<DialogueScriptStep> Step { get; init; } = [];

    /// <summary>
    /// How messages are told apart, in both directions. With Raw, what has come is gathered until it is as expected.
    /// </summary>
    public FramingKind Framing { get; init; } = FramingKind.Line;

    /// <summary>The delimiter of Delimiter framing.</summary>
    public string? Delimiter { get; init; }

    /// <summary>How many bytes the length has in LengthPrefix framing: 1, 2 or 4.</summary>
    public int PrefixBytes { get; init; } = 4;

    /// <summary>The encoding of all texts.</summary>
    public string Encoding { get; init; } = "utf8";

    /// <summary>The longest message taken, in bytes.</summary>
    [RequestOption(Minimum = 1, Maximum = 1 << 30)]
    public int MaxReplyBytes { get; init; } = 1024 * 1024;

    /// <summary>Whether the dialogue goes on after a step that failed.</summary>
    public bool ContinueOnFailure { get; init; }

    /// <summary>The framing asked for.</summary>
    /// <exception cref="Diagnostics.NetException">The options do not go together (InvalidRequest).</exception>
    internal IMessageFraming CreateFraming(MessageText encoding) => new FramingOptions
    {
        Kind = Framing,
        Encoding = encoding,
        Delimiter = Delimiter,
        PrefixBytes = PrefixBytes,
        MaxMessageBytes = MaxReplyBytes,
    }.Create();
}
