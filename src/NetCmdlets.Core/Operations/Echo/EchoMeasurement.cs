namespace NetCmdlets;

/// <summary>What a series of round trips to an echo server took.</summary>
public sealed record EchoMeasurement
{
    /// <summary>The server's name or address, or its socket path.</summary>
    public required string ComputerName { get; init; }

    /// <summary>Its port; null for a Unix domain socket.</summary>
    public int? Port { get; init; }

    /// <summary>Tcp or Udp.</summary>
    public EchoProtocol Protocol { get; init; }

    /// <summary>How many connections (over UDP: sockets) took part.</summary>
    public int Connections { get; init; }

    /// <summary>The size of each message in bytes.</summary>
    public int MessageBytes { get; init; }

    /// <summary>How many messages were sent.</summary>
    public long Sent { get; init; }

    /// <summary>How many came back whole and the same.</summary>
    public long Received { get; init; }

    /// <summary>How many did not come back in time, or not at all.</summary>
    public long Lost { get; init; }

    /// <summary>The lost of the sent, in percent.</summary>
    public double LossPercent { get; init; }

    /// <summary>How many came back more than once; over TCP null.</summary>
    public long? Duplicates { get; init; }

    /// <summary>How many came back after one that was sent later (RFC 4737, section 3); over TCP null.</summary>
    public long? Reordered { get; init; }

    /// <summary>How many came back with other bytes.</summary>
    public long Corrupted { get; init; }

    /// <summary>How many connections ended early.</summary>
    public int Errors { get; init; }

    /// <summary>The first error; null where there was none.</summary>
    public string? Reason { get; init; }

    /// <summary>From the first message to the last answer.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Round trips a second.</summary>
    public double Rate { get; init; }

    /// <summary>Bytes a second, counted once, not there and back.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>The shortest round trip; null, as those below, where none was complete.</summary>
    public TimeSpan? Minimum { get; init; }

    /// <summary>The mean of the round trips.</summary>
    public TimeSpan? Mean { get; init; }

    /// <summary>The median: half of the round trips took no longer.</summary>
    public TimeSpan? P50 { get; init; }

    /// <summary>95 % of the round trips took no longer.</summary>
    public TimeSpan? P95 { get; init; }

    /// <summary>99 % of the round trips took no longer.</summary>
    public TimeSpan? P99 { get; init; }

    /// <summary>The longest round trip.</summary>
    public TimeSpan? Maximum { get; init; }

    /// <summary>
    /// The mean difference between one round trip and the next of the same connection; null for fewer than two.
    /// </summary>
    public TimeSpan? Jitter { get; init; }

    /// <summary>Round trips in each second of the run, for a plot.</summary>
    public IReadOnlyList<double> RateSamples { get; init; } = [];

    /// <summary>The median round trip of each second in milliseconds; where none was complete, not a number.</summary>
    public IReadOnlyList<double> MedianSamples { get; init; } = [];
}
