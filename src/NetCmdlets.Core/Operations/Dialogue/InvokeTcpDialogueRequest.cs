using NetCmdlets.Framing;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Dialogue;

/// <summary>A dialogue with servers: what to send, and what to expect.</summary>
public sealed record InvokeTcpDialogueRequest : TcpClientRequest
{
    /// <summary>The longest text that a step collects.</summary>
    public const int MaxTextBytes = 1024 * 1024;

    /// <summary>The steps as text: 'Send=50;Expect=*low*'.</summary>
    [RequestOption(Position = 2)]
    public IReadOnlyList<string> Step { get; init; } = [];

    /// <summary>The same as lines; goes before Step.</summary>
    public IReadOnlyList<DialogueLine> Lines { get; init; } = [];

    /// <summary>How messages are told apart both ways; Raw collects what comes until it is what is expected.</summary>
    public FramingKind Framing { get; init; } = FramingKind.Line;

    /// <summary>The delimiter of Delimiter framing.</summary>
    public string? Delimiter { get; init; }

    /// <summary>How many bytes the length has in LengthPrefix framing: 1, 2 or 4.</summary>
    public int PrefixBytes { get; init; } = 4;

    /// <summary>The encoding of all texts.</summary>
    public string Encoding { get; init; } = "utf8";

    /// <summary>Whether the dialogue goes on after a step that did not pass.</summary>
    public bool ContinueOnFailure { get; init; }
}
