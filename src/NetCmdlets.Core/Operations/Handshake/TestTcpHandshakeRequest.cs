using System.Net;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Handshake;

/// <summary>Which hosts and ports to shake hands with, and how.</summary>
public sealed record TestTcpHandshakeRequest
{
    /// <summary>Names, addresses, networks ('10.0.0.0/24') and ranges ('10.0.0.1-10.0.0.9').</summary>
    [RequestOption(Position = 0, Pipeline = true, Mandatory = true, Aliases = "HostName TargetName CN")]
    public IReadOnlyList<string> ComputerName { get; init; } = [];

    /// <summary>Ports: numbers from 1 to 65535, ranges ('20-25'), service names.</summary>
    [RequestOption(Position = 1, Mandatory = true)]
    public IReadOnlyList<string> Port { get; init; } = [];

    /// <summary>The families wanted.</summary>
    public AddressFamilyChoice Family { get; init; }

    /// <summary>The address to connect from; null lets the system choose.</summary>
    public string? LocalAddress { get; init; }

    /// <summary>How long one look-up and one handshake may take.</summary>
    [RequestOption(Name = "TimeoutSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many times a port that is not open is tried again, from 0.</summary>
    [RequestOption(Minimum = 0, Maximum = 1000)]
    public int RetryCount { get; init; }

    /// <summary>The pause before the first retry; each later one is twice as long.</summary>
    [RequestOption(Name = "RetryDelaySeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many handshakes are under way at once, from 1, over all requests.</summary>
    [RequestOption(Minimum = 1, Maximum = 65_535)]
    public int ThrottleLimit { get; init; } = 256;

    /// <summary>How many handshakes to make with each port, one after another, from 1.</summary>
    [RequestOption(Minimum = 1, Maximum = 1_000_000)]
    public int Count { get; init; } = 1;

    /// <summary>Emit only ports that are open.</summary>
    public bool OpenOnly { get; init; }

    /// <summary>Emit one bool a host and port: whether any address of the host is open there.</summary>
    public bool Quiet { get; init; }

    /// <summary>Record the segments of each handshake as seen on the wire; one handshake at a time then.</summary>
    public bool Trace { get; init; }
}
