using System.Numerics;

namespace NetCmdlets.Operations.Echo;

/// <summary>
/// Counts times in buckets that grow with the time, 64 for each power of two, so that any percentile is exact to 1.6 %
/// however many times were counted. Many threads may add at once.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 6;
    private const int SubCount = 1 << SubBits;

    private readonly long[] counts = new long[(64 - SubBits) * SubCount];
    private long minimum = long.MaxValue;
    private long maximum;
    private long sum;
    private long count;

    /// <summary>How many times were counted.</summary>
    public long Count => Volatile.Read(ref count);

    /// <summary>The shortest time, exactly; null where none was counted.</summary>
    public TimeSpan? Minimum => Count == 0 ? null : new TimeSpan(minimum);

    /// <summary>The longest time, exactly.</summary>
    public TimeSpan? Maximum => Count == 0 ? null : new TimeSpan(maximum);

    /// <summary>The mean, exactly.</summary>
    public TimeSpan? Mean => Count == 0 ? null : new TimeSpan(sum / Count);

    /// <summary>Counts a time.</summary>
    public void Add(TimeSpan time)
    {
        long ticks = Math.Max(0, time.Ticks);
        Interlocked.Increment(ref counts[IndexOf(ticks)]);
        Interlocked.Add(ref sum, ticks);
        Interlocked.Increment(ref count);
        for (long seen = Volatile.Read(ref minimum); ticks < seen; seen = Volatile.Read(ref minimum))
            Interlocked.CompareExchange(ref minimum, ticks, seen);
        for (long seen = Volatile.Read(ref maximum); ticks > seen; seen = Volatile.Read(ref maximum))
            Interlocked.CompareExchange(ref maximum, ticks, seen);
    }

    /// <summary>The time that a share of all times does not pass (nearest rank); null where none was counted.</summary>
    /// <param name="share">0 to 1.</param>
    public TimeSpan? Percentile(double share)
    {
        long[] now = Snapshot();
        TimeSpan? middle = Percentile(now, share);
        // The bucket's middle may lie outside of what was seen.
        return middle is null ? null : new TimeSpan(Math.Clamp(middle.Value.Ticks, minimum, maximum));
    }

    /// <summary>The counts as they are now, for <see cref="Since"/>.</summary>
    public long[] Snapshot() => (long[])counts.Clone();

    /// <summary>How many times were counted between two snapshots, and their median.</summary>
    public static (long Count, TimeSpan? Median) Since(long[] earlier, long[] later)
    {
        long[] between = new long[later.Length];
        long all = 0;
        for (int index = 0; index < between.Length; index++)
            all += between[index] = later[index] - earlier[index];
        return (all, Percentile(between, 0.5));
    }

    private static TimeSpan? Percentile(long[] counts, double share)
    {
        long all = 0;
        foreach (long one in counts)
            all += one;
        if (all == 0)
            return null;
        long rank = Math.Max(1, (long)Math.Ceiling(share * all));
        int index = 0;
        for (long seen = counts[0]; seen < rank; seen += counts[index])
            index++;
        return new TimeSpan(MiddleOf(index));
    }

    // Below 64 each value has a bucket; above, the six bits after the leading one tell the bucket.
    private static int IndexOf(long ticks)
    {
        if (ticks < SubCount)
            return (int)ticks;
        int power = BitOperations.Log2((ulong)ticks) - SubBits;
        return ((power + 1) << SubBits) + (int)((ticks >> power) - SubCount);
    }

    private static long MiddleOf(int index)
    {
        if (index < SubCount)
            return index;
        int power = (index >> SubBits) - 1;
        long low = (long)(SubCount + (index & (SubCount - 1))) << power;
        return low + ((1L << power) >> 1);
    }
}
