using NetCmdlets.Framing;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Handlers;
using NetCmdlets.Servers.Tcp;

namespace NetCmdlets.Operations.Tcp;

/// <summary>Where a TCP server listens, its limits, how its messages are told apart, and what it answers.</summary>
public sealed record StartTcpServerRequest : TcpServerRequest
{
    /// <summary>Replies, each as 'text=reply'; '*=reply' answers every other message.</summary>
    public IReadOnlyList<string> Response { get; init; } = [];

    /// <summary>The same as a table; goes before Response.</summary>
    public ResponseTable? Responses { get; init; }

    /// <summary>What answers in the place of a table; the server's to dispose.</summary>
    public IMessageHandler? Handler { get; init; }

    /// <summary>One of the standard services, in the place of a table or a handler; null for none.</summary>
    public StandardService? Service { get; init; }

    /// <summary>
    /// The rate of all connections of Discard or Chargen together, in bits (10^6 are a megabit) of payload a second; 0
    /// for as fast as it goes.
    /// </summary>
    [RequestOption(Minimum = 0)]
    public long MaxBitsPerSecond { get; init; }

    /// <summary>How messages are told apart.</summary>
    public FramingKind Framing { get; init; }

    /// <summary>The delimiter of Delimiter framing.</summary>
    public string? Delimiter { get; init; }

    /// <summary>How many bytes the length has in LengthPrefix framing: 1, 2 or 4.</summary>
    public int PrefixBytes { get; init; } = 4;

    /// <summary>What each client is sent first; null for nothing.</summary>
    public string? Greeting { get; init; }

    /// <summary>Messages, in any case, at which the server closes the connection.</summary>
    public IReadOnlyList<string> CloseOn { get; init; } = [];

    /// <summary>What it sends before it does; null for nothing.</summary>
    public string? CloseReply { get; init; }

    /// <summary>The encoding of messages and replies. A message that is no such text closes its client.</summary>
    public string Encoding { get; init; } = "utf8";

    /// <summary>Whether messages are bytes, which need not be text.</summary>
    public bool AsByteStream { get; init; }
}
