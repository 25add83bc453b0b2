using NetCmdlets.Framing;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Throughput;

/// <summary>Which servers to send datagrams to, and how many.</summary>
public sealed record MeasureUdpThroughputRequest
{
    /// <summary>
    /// The size of a datagram that fits an Ethernet frame of 1,500 bytes with the headers of IPv6 (40) or IPv4 (20) and
    /// of UDP (8).
    /// </summary>
    public const int FrameBytes = 1452;

    /// <summary>The hosts: names or addresses.</summary>
    [RequestOption(Position = 0, Pipeline = true, Mandatory = true, Aliases = "HostName TargetName CN")]
    public IReadOnlyList<string> ComputerName { get; init; } = [];

    /// <summary>The port, 1 to 65535.</summary>
    [RequestOption(Position = 1, Mandatory = true, Minimum = 1, Maximum = 65_535)]
    public int Port { get; init; }

    /// <summary>Which way the datagrams go.</summary>
    public UdpThroughputDirection Direction { get; init; }

    /// <summary>The rate to send at, in bits of payload a second; 0 for as fast as it goes.</summary>
    [RequestOption(Minimum = 0)]
    public long BitsPerSecond { get; init; } = 1_000_000;

    /// <summary>The size of each datagram in bytes: the first 24 number it.</summary>
    [RequestOption(Minimum = NumberedDatagram.HeaderBytes, Maximum = UdpEndpoint.MaximumPayload)]
    public int MessageBytes { get; init; } = FrameBytes;

    /// <summary>How long to send.</summary>
    [RequestOption(Name = "DurationSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait for the name, and at the end for what has not come back.</summary>
    [RequestOption(Name = "TimeoutSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often to try again where nothing listens.</summary>
    [RequestOption(Minimum = 0, Maximum = 1000)]
    public int RetryCount { get; init; }

    /// <summary>The pause before the second try; it doubles each time.</summary>
    [RequestOption(Name = "RetryDelaySeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The families wanted.</summary>
    public AddressFamilyChoice Family { get; init; }

    /// <summary>The address to send from; null for the system's choice.</summary>
    public string? LocalAddress { get; init; }

    /// <summary>The port to send from; 0 for the system's choice.</summary>
    [RequestOption(Minimum = 0, Maximum = 65_535)]
    public int LocalPort { get; init; }
}
