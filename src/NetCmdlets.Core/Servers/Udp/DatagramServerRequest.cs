using NetCmdlets.Pipeline;

namespace NetCmdlets.Servers.Udp;

/// <summary>What every UDP server can be told.</summary>
public abstract record DatagramServerRequest : ServerRequest
{
    /// <summary>
    /// How many datagrams a second are taken of one address (IPv6: of one /64); the rest are dropped and counted. 0
    /// for no limit; null for the server's own default.
    /// </summary>
    [RequestOption(Minimum = 0, Maximum = 1_000_000)]
    public int? RateLimit { get; init; }
}
