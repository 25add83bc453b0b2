using NetCmdlets.Framing;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Tcp;

/// <summary>What to send, and when the reply is complete.</summary>
public sealed record InvokeTcpRequestRequest : TcpClientRequest, IReplyOptions
{
    /// <summary>The text to send; null for none.</summary>
    [RequestOption(Position = 2, Pipeline = true, Unless = "Data")]
    public string? Message { get; init; }

    /// <summary>The bytes to send; null for none.</summary>
    public byte[]? Data { get; init; }

    /// <summary>The encoding of Message, Until, Delimiter and the reply's Text.</summary>
    public string Encoding { get; init; } = "utf8";

    /// <summary>The reply is complete at so many bytes; 0 for no such rule.</summary>
    [RequestOption(Minimum = 1, Maximum = 1 << 30)]
    public int ReplyBytes { get; init; }

    /// <summary>The reply is complete at this text, which belongs to it; null for no such rule.</summary>
    public string? Until { get; init; }

    /// <summary>The message is sent, and one is read, in this framing; null for no such rule.</summary>
    public FramingKind? Framing { get; init; }

    /// <summary>The delimiter of Delimiter framing.</summary>
    public string? Delimiter { get; init; }

    /// <summary>How many bytes the length has in LengthPrefix framing: 1, 2 or 4.</summary>
    public int PrefixBytes { get; init; } = 4;

    /// <summary>Whether FIN follows the message; without another rule the reply is all to the peer's FIN.</summary>
    public bool Shutdown { get; init; }

    /// <summary>Without another rule: the reply is complete when nothing came for so long after its first byte.</summary>
    [RequestOption(Name = "QuietSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(0.25);

    /// <summary>The longest reply taken, in bytes.</summary>
    [RequestOption(Minimum = 1, Maximum = 1 << 30)]
    public int MaxReplyBytes { get; init; } = 64 * 1024 * 1024;
}
