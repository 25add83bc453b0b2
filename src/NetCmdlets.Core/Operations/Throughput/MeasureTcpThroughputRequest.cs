using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Throughput;

/// <summary>Which servers to measure the bulk rate to, and how.</summary>
public sealed record MeasureTcpThroughputRequest : TcpClientRequest
{
    /// <summary>Which way the bytes go.</summary>
    public ThroughputDirection Direction { get; init; }

    /// <summary>How many connections at once, from 1.</summary>
    [RequestOption(Minimum = 1, Maximum = 60_000)]
    public int Connections { get; init; } = 1;

    /// <summary>How long to send or receive.</summary>
    [RequestOption(Name = "DurationSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The rate of all connections together, in bits of payload a second; 0 for as fast as it goes.
    /// </summary>
    [RequestOption(Minimum = 0)]
    public long BitsPerSecond { get; init; }

    /// <summary>How many bytes are handed to the system at once, from 1.</summary>
    [RequestOption(Minimum = 1, Maximum = 1 << 28)]
    public int BufferBytes { get; init; } = 128 * 1024;
}
