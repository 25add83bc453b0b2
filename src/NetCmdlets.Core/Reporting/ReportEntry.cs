namespace NetCmdlets.Reporting;

/// <summary>One result in a report.</summary>
public sealed record ReportEntry
{
    /// <summary>What it belongs to: the kind of the result.</summary>
    public required string Suite { get; init; }

    /// <summary>What was checked or measured; empty where the target says it.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it is called where there is little room; empty where the name will do.</summary>
    public string Label { get; init; } = "";

    /// <summary>On which host or end point; empty where that is not known.</summary>
    public string Target { get; init; } = "";

    /// <summary>Whether it went well; null where it was not run.</summary>
    public bool? Passed { get; init; }

    /// <summary>What was seen, or why it went wrong.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What it is besides, each a column of its own.</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>How long it took; null where that is not known.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>Its latencies for the plot, by what they are: ConnectTime, Elapsed and so on.</summary>
    public IReadOnlyList<ReportLatency> Latencies { get; init; } = [];

    /// <summary>What was sampled over time, one value a second.</summary>
    public IReadOnlyList<ReportSeries> Series { get; init; } = [];

    /// <summary>What a person calls it: the name, else the target, else the kind.</summary>
    public string Title => Name.Length > 0 ? Name : Target.Length > 0 ? $"{Suite} {Target}" : Suite;
}

/// <summary>Something that a result tells.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Text">The value in words.</param>
public sealed record ReportFact(string Name, string Text);

/// <summary>A latency of a result: one time, or the spread of many.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Time">How long it took; of many, the median.</param>
public sealed record ReportLatency(string Name, TimeSpan Time)
{
    /// <summary>The shortest of many; null for one time.</summary>
    public TimeSpan? Minimum { get; init; }

    /// <summary>The longest of many; null for one time.</summary>
    public TimeSpan? Maximum { get; init; }

    /// <summary>Higher percentiles of many, as far as they are known.</summary>
    public IReadOnlyList<TimeSpan> Percentiles { get; init; } = [];
}

/// <summary>Values over time.</summary>
/// <param name="Name">What they are, with the unit.</param>
/// <param name="Values">The values, one a second; those that are not numbers are gaps.</param>
public sealed record ReportSeries(string Name, IReadOnlyList<double> Values);
