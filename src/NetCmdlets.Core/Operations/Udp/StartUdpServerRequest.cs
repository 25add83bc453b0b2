using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Handlers;
using NetCmdlets.Servers.Udp;

namespace NetCmdlets.Operations.Udp;

/// <summary>Where a UDP server listens, who may use it, and what it answers.</summary>
public sealed record StartUdpServerRequest : DatagramServerRequest
{
    /// <summary>Replies, each as 'text=reply'; '*=reply' answers every other message.</summary>
    public IReadOnlyList<string> Response { get; init; } = [];

    /// <summary>The same as a table; goes before Response.</summary>
    public ResponseTable? Responses { get; init; }

    /// <summary>What answers in the place of a table.</summary>
    public IMessageHandler? Handler { get; init; }

    /// <summary>One of the standard services, in the place of a table or a handler; null for none.</summary>
    public StandardService? Service { get; init; }

    /// <summary>How many handlers run at once, from 1.</summary>
    [RequestOption(Minimum = 1, Maximum = 256)]
    public int MaxHandlers { get; init; } = 4;

    /// <summary>The encoding of messages and replies.</summary>
    public string Encoding { get; init; } = "utf8";

    /// <summary>The largest datagram that is answered, in bytes; a larger one is dropped and counted.</summary>
    [RequestOption(Minimum = 0, Maximum = 65_535)]
    public int MaxMessageBytes { get; init; } = 65_507;
}
