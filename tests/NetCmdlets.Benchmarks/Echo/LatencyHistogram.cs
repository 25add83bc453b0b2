using System.Numerics;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>Latencies in stopwatch ticks, counted in buckets no wider than 1/64 of their value.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 6;
    private readonly long[] counts = new long[64 << SubBits];

    public long Count { get; private set; }

    public void Add(long ticks)
    {
        counts[BucketOf(ticks)]++;
        Count++;
    }

    public void Add(LatencyHistogram other)
    {
        for (int i = 0; i < counts.Length; i++)
            counts[i] += other.counts[i];
        Count += other.Count;
    }

    /// <summary>The upper edge of the bucket that holds the fraction given; zero where nothing was counted.</summary>
    public long Percentile(double fraction)
    {
        long wanted = (long)Math.Ceiling(Count * fraction);
        long seen = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            seen += counts[i];
            if (seen >= wanted && seen > 0)
                return UpperEdge(i);
        }

        return 0;
    }

    private static int BucketOf(long ticks)
    {
        ulong value = (ulong)Math.Max(ticks, 1);
        int shift = Math.Max(0, BitOperations.Log2(value) - SubBits);
        return (shift << SubBits) + (int)(value >> shift);
    }

    private static long UpperEdge(int bucket)
    {
        // Below 2^7 a bucket is one value; from there on each power of two has 64.
        int shift = Math.Max(0, (bucket >> SubBits) - 1);
        long mantissa = bucket - ((long)shift << SubBits);
        return ((mantissa + 1) << shift) - 1;
    }
}
