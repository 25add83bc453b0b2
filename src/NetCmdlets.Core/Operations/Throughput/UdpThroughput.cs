namespace NetCmdlets;

/// <summary>How many datagrams went to a server in a time, and what came back of them.</summary>
public sealed record UdpThroughput
{
    /// <summary>The server's name or address.</summary>
    public required string ComputerName { get; init; }

    /// <summary>Its port.</summary>
    public int Port { get; init; }

    /// <summary>Which way the datagrams went.</summary>
    public UdpThroughputDirection Direction { get; init; }

    /// <summary>The size of each datagram in bytes, without the headers of UDP and below.</summary>
    public int MessageBytes { get; init; }

    /// <summary>The rate that was aimed at, in bits of payload a second; 0 for as fast as it went.</summary>
    public long TargetBitsPerSecond { get; init; }

    /// <summary>How many datagrams were sent.</summary>
    public long Sent { get; init; }

    /// <summary>How many came back whole, each counted once; null, as those below, where none were to.</summary>
    public long? Received { get; init; }

    /// <summary>How many did not come back in time, or not whole.</summary>
    public long? Lost { get; init; }

    /// <summary>The lost of the sent, in percent.</summary>
    public double? LossPercent { get; init; }

    /// <summary>How many came back once more (RFC 5560).</summary>
    public long? Duplicates { get; init; }

    /// <summary>How many came back after one that was sent later (RFC 4737, section 3.3).</summary>
    public long? Reordered { get; init; }

    /// <summary>How many came that were none of those sent: with other bytes, or of another length.</summary>
    public long? Corrupted { get; init; }

    /// <summary>How many bytes of payload were sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>How many bytes of payload came back; null where none were to.</summary>
    public long? BytesReceived { get; init; }

    /// <summary>How long datagrams were sent: less than was asked for where the server went away.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The rate of what was sent, in megabits (10^6) of payload a second.</summary>
    public double MegabitsPerSecond { get; init; }

    /// <summary>The rate of what came back, until the last came; null where none was to come back.</summary>
    public double? ReceivedMegabitsPerSecond { get; init; }

    /// <summary>The shortest round trip; null, as those below, where none was complete.</summary>
    public TimeSpan? Minimum { get; init; }

    /// <summary>The median: half of the round trips took no longer.</summary>
    public TimeSpan? P50 { get; init; }

    /// <summary>95 % of the round trips took no longer.</summary>
    public TimeSpan? P95 { get; init; }

    /// <summary>99 % of the round trips took no longer.</summary>
    public TimeSpan? P99 { get; init; }

    /// <summary>The longest round trip.</summary>
    public TimeSpan? Maximum { get; init; }

    /// <summary>The interarrival jitter of what came back (RFC 3550, section 6.4.1); null for fewer than two.</summary>
    public TimeSpan? Jitter { get; init; }

    /// <summary>The rate of what was sent in each second of the run, in megabits a second, for a plot.</summary>
    public IReadOnlyList<double> Samples { get; init; } = [];

    /// <summary>The same of what came back; empty where none was to.</summary>
    public IReadOnlyList<double> ReceivedSamples { get; init; } = [];

    /// <summary>The first thing that went wrong; null where nothing did.</summary>
    public string? Reason { get; init; }
}
