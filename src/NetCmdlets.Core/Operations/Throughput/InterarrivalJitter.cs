namespace NetCmdlets.Operations.Throughput;

/// <summary>
/// The interarrival jitter of RFC 3550, section 6.4.1: the differences between the transit times of a datagram and of
/// the one that arrived before it, smoothed by a sixteenth. The clocks of both ends need not agree. For one thread.
/// </summary>
internal sealed class InterarrivalJitter
{
    private TimeSpan? previous;
    private double ticks;
    private bool known;

    /// <summary>The jitter after the last arrival; null where fewer than two came.</summary>
    public TimeSpan? Value => known ? new TimeSpan((long)Math.Round(ticks)) : null;

    /// <summary>Takes a datagram in.</summary>
    /// <param name="transit">The time of its arrival less that of its sending.</param>
    public void Add(TimeSpan transit)
    {
        if (previous is TimeSpan before)
        {
            // J(i) = J(i-1) + (|D(i-1,i)| - J(i-1)) / 16
            ticks += (Math.Abs((transit - before).Ticks) - ticks) / 16;
            known = true;
        }

        previous = transit;
    }
}
