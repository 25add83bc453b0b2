using NetCmdlets.Operations.Echo;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Echo;

public sealed class LatencyHistogramTests
{
    private static readonly double[] Shares = [0.001, 0.25, 0.5, 0.9, 0.95, 0.99, 0.9999, 1];

    [Fact]
    public void Percentiles_agree_with_the_sorted_times_to_less_than_two_percent()
    {
        var random = new Random(4711);
        var histogram = new LatencyHistogram();
        // From half a microsecond to half an hour, evenly over the powers.
        long[] ticks = [.. Enumerable.Range(0, 50_000).Select(_ => (long)Math.Exp(1.6 + (random.NextDouble() * 22)))];
        foreach (long one in ticks)
            histogram.Add(new TimeSpan(one));
        Array.Sort(ticks);

        foreach (double share in Shares)
        {
            long exact = ticks[(int)Math.Ceiling(share * ticks.Length) - 1];
            Assert.InRange(histogram.Percentile(share)!.Value.Ticks, exact * 0.984, exact * 1.016);
        }

        Assert.Equal(ticks[0], histogram.Minimum!.Value.Ticks);
        Assert.Equal(ticks[^1], histogram.Maximum!.Value.Ticks);
        Assert.Equal(ticks.Sum() / ticks.Length, histogram.Mean!.Value.Ticks);
    }

    [Fact]
    public void One_time_is_every_percentile()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(new TimeSpan(123_457));
        Assert.Equal(123_457, histogram.Percentile(0)!.Value.Ticks);
        Assert.Equal(123_457, histogram.Percentile(0.5)!.Value.Ticks);
        Assert.Equal(123_457, histogram.Percentile(1)!.Value.Ticks);
    }

    [Fact]
    public void No_time_has_no_percentile()
    {
        var histogram = new LatencyHistogram();
        Assert.Null(histogram.Percentile(0.5));
        Assert.Null(histogram.Minimum);
        Assert.Null(histogram.Mean);
    }

    [Fact]
    public void What_was_counted_between_two_snapshots_has_its_own_median()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(new TimeSpan(10));
        long[] earlier = histogram.Snapshot();
        histogram.Add(new TimeSpan(40));
        histogram.Add(new TimeSpan(50));
        histogram.Add(new TimeSpan(60));

        Assert.Equal((3, new TimeSpan(50)), LatencyHistogram.Since(earlier, histogram.Snapshot()));
    }

    [Fact]
    public void Many_threads_lose_no_count()
    {
        var histogram = new LatencyHistogram();
        Parallel.For(0, 8, thread =>
        {
            for (int number = 1; number <= 10_000; number++)
                histogram.Add(new TimeSpan(number + thread));
        });

        Assert.Equal(80_000, histogram.Count);
        Assert.Equal(1, histogram.Minimum!.Value.Ticks);
        Assert.Equal(10_007, histogram.Maximum!.Value.Ticks);
    }
}
