using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Names;

/// <summary>How name servers are asked.</summary>
internal sealed record DnsResolverOptions
{
    /// <summary>Whether to ask over TCP from the start.</summary>
    public bool Tcp { get; init; }

    /// <summary>Whether the server is to ask others.</summary>
    public bool Recursion { get; init; } = true;

    /// <summary>Whether signatures are to come with the answer.</summary>
    public bool DnsSec { get; init; }

    /// <summary>How long one question may take; each of several servers has its share.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often to go round the servers again, and the pauses between retransmissions.</summary>
    public RetryPolicy Retries { get; init; } = RetryPolicy.None;
}
