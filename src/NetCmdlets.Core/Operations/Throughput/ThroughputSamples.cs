namespace NetCmdlets.Operations.Throughput;

/// <summary>The rate of each second of a run, in megabits a second.</summary>
internal sealed class ThroughputSamples
{
    private readonly List<double> values = [];
    private TimeSpan sampled;
    private long counted;

    /// <summary>The rates so far.</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>Takes a sample where a second has passed since the last; false where it has not.</summary>
    /// <param name="elapsed">How long the run lasts by now.</param>
    /// <param name="bytes">How many bytes have passed in it.</param>
    public bool Take(TimeSpan elapsed, long bytes) => Take(elapsed, bytes, MeasuredRun.SampleInterval);

    /// <summary>Takes the last sample, of what is left of the run, where that is half a second or more.</summary>
    public void TakeLast(TimeSpan elapsed, long bytes) => Take(elapsed, bytes, MeasuredRun.SampleInterval / 2);

    private bool Take(TimeSpan elapsed, long bytes, TimeSpan least)
    {
        TimeSpan since = elapsed - sampled;
        if (since < least)
            return false;
        values.Add(DataRate.Megabits(bytes - counted, since));
        (counted, sampled) = (bytes, elapsed);
        return true;
    }
}
