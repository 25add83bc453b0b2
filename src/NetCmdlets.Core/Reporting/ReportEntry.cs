namespace NetCmdlets.Reporting;

/// <summary>One result in a report.</summary>
public sealed record ReportEntry
{
    /// <summary>What it belongs to: the kind of the result.</summary>
    public required string Suite { get; init; }

    /// <summary>What was checked or measured.</summary>
    public required string Name { get; init; }

    /// <summary>On which host or end point; empty where that is not known.</summary>
    public string Target { get; init; } = "";

    /// <summary>Whether it went well; null where it was not run.</summary>
    public bool? Passed { get; init; }

    /// <summary>What was seen, or why it went wrong.</summary>
    public string Detail { get; init; } = "";

    /// <summary>How long it took; null where that is not known.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>Its latencies for the plot, by what they are: ConnectTime, P50 and so on.</summary>
    public IReadOnlyList<ReportLatency> Latencies { get; init; } = [];

    /// <summary>What was sampled over time, one value a second.</summary>
    public IReadOnlyList<ReportSeries> Series { get; init; } = [];
}

/// <summary>One latency of a result.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Time">How long.</param>
public sealed record ReportLatency(string Name, TimeSpan Time);

/// <summary>Values over time.</summary>
/// <param name="Name">What they are, with the unit.</param>
/// <param name="Values">The values, one a second; those that are not numbers are gaps.</param>
public sealed record ReportSeries(string Name, IReadOnlyList<double> Values);
