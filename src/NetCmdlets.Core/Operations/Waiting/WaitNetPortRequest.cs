using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Waiting;

/// <summary>Which ports to wait for, and for what.</summary>
public sealed record WaitNetPortRequest
{
    /// <summary>Hosts, each with the ports of Port, or with one of its own ('web:80', '[::1]:http').</summary>
    [RequestOption(Position = 0, Pipeline = true, Mandatory = true, Aliases = "HostName TargetName CN")]
    public IReadOnlyList<string> ComputerName { get; init; } = [];

    /// <summary>The ports of hosts that name none: numbers, ranges, service names.</summary>
    [RequestOption(Position = 1)]
    public IReadOnlyList<string> Port { get; init; } = [];

    /// <summary>What to wait for.</summary>
    public PortCondition State { get; init; }

    /// <summary>Whether one port is enough; otherwise all are waited for.</summary>
    public bool Any { get; init; }

    /// <summary>The families wanted.</summary>
    public AddressFamilyChoice Family { get; init; }

    /// <summary>How long to wait, all in all.</summary>
    [RequestOption(Name = "TimeoutSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause between two tries of a port.</summary>
    [RequestOption(Name = "IntervalSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many tries are under way at once, from 1.</summary>
    [RequestOption(Minimum = 1, Maximum = 65_535)]
    public int ThrottleLimit { get; init; } = 256;

    /// <summary>Emit one bool: whether all ports, or with Any one of them, came to the state.</summary>
    public bool Quiet { get; init; }
}
