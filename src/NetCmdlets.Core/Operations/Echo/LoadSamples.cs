namespace NetCmdlets.Operations.Echo;

/// <summary>What a load did in each second: round trips a second and their median.</summary>
internal sealed class LoadSamples(LatencyHistogram times)
{
    private readonly List<double> rates = [];
    private readonly List<double> medians = [];
    private long[] counted = times.Snapshot();
    private TimeSpan sampled;

    /// <summary>Round trips a second, in each second.</summary>
    public IReadOnlyList<double> Rates => rates;

    /// <summary>The median of each second in milliseconds; where none was complete, not a number.</summary>
    public IReadOnlyList<double> Medians => medians;

    /// <summary>Takes a sample where a second more is over.</summary>
    /// <param name="elapsed">How long the load has run.</param>
    public bool TryTake(TimeSpan elapsed)
    {
        // By the clock, not by the last sample: one that comes late does not move those after it.
        if (elapsed < MeasuredRun.SampleInterval * (rates.Count + 1))
            return false;
        Take(elapsed);
        return true;
    }

    /// <summary>Takes the last sample: of what is left of a second where that is most of one.</summary>
    /// <param name="elapsed">How long the load has run.</param>
    public void Finish(TimeSpan elapsed)
    {
        if (elapsed - sampled >= MeasuredRun.SampleInterval / 2)
            Take(elapsed);
    }

    private void Take(TimeSpan elapsed)
    {
        long[] now = times.Snapshot();
        (long count, TimeSpan? median) = LatencyHistogram.Since(counted, now);
        rates.Add(count / (elapsed - sampled).TotalSeconds);
        medians.Add(median?.TotalMilliseconds ?? double.NaN);
        (counted, sampled) = (now, elapsed);
    }
}
