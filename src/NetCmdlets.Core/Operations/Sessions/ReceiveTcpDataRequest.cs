using NetCmdlets.Framing;
using NetCmdlets.Operations.Tcp;

namespace NetCmdlets.Operations.Sessions;

/// <summary>What to take from which sessions.</summary>
public sealed record ReceiveTcpDataRequest : IReplyOptions
{
    /// <summary>The sessions.</summary>
    public IReadOnlyList<TcpSession> Session { get; init; } = [];

    /// <summary>How many messages to take of each.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The encoding of Until, Delimiter and the reply's Text.</summary>
    public string Encoding { get; init; } = "utf8";

    /// <inheritdoc/>
    public int ReplyBytes { get; init; }

    /// <inheritdoc/>
    public string? Until { get; init; }

    /// <inheritdoc/>
    public FramingKind? Framing { get; init; }

    /// <inheritdoc/>
    public string? Delimiter { get; init; }

    /// <inheritdoc/>
    public int PrefixBytes { get; init; } = 4;

    /// <inheritdoc/>
    public int MaxReplyBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Without a rule: what has come is taken when nothing came for so long.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(0.25);

    /// <summary>How long to wait for each message.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    bool IReplyOptions.Shutdown => false;
}
