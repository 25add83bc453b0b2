namespace NetCmdlets;

/// <summary>How much went over TCP connections in a time.</summary>
public sealed record Throughput
{
    /// <summary>The server's name or address, or its socket path.</summary>
    public required string ComputerName { get; init; }

    /// <summary>Its port; null for a Unix domain socket.</summary>
    public int? Port { get; init; }

    /// <summary>Which way the bytes went.</summary>
    public ThroughputDirection Direction { get; init; }

    /// <summary>How many connections took part.</summary>
    public int Connections { get; init; }

    /// <summary>How many bytes were sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>How many bytes were received.</summary>
    public long BytesReceived { get; init; }

    /// <summary>From the first byte until the last was taken.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The rate in megabits (10^6) a second, of what was sent, or where the server sends, received.</summary>
    public double MegabitsPerSecond { get; init; }

    /// <summary>Segments that the kernel sent again, over all connections; null where it does not tell.</summary>
    public long? Retransmits { get; init; }

    /// <summary>The mean of the kernel's round-trip times at the end; null where it does not tell.</summary>
    public TimeSpan? RoundTripTime { get; init; }

    /// <summary>The rate of each second of the run in megabits a second, for a plot.</summary>
    public IReadOnlyList<double> Samples { get; init; } = [];

    /// <summary>Why a connection ended early; null where none did.</summary>
    public string? Reason { get; init; }
}
