using NetCmdlets.Operations.Echo;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Echo;

public sealed class LoadSamplesTests
{
    private readonly LatencyHistogram times = new();

    [Fact]
    public void Each_second_has_its_rate_and_median()
    {
        var samples = new LoadSamples(times);
        Count(10, milliseconds: 1);
        Assert.False(samples.TryTake(TimeSpan.FromSeconds(0.99)));
        Assert.True(samples.TryTake(TimeSpan.FromSeconds(1)));
        Count(30, milliseconds: 2);
        Assert.True(samples.TryTake(TimeSpan.FromSeconds(2)));

        Assert.Equal([10, 30], samples.Rates);
        Assert.Equal([1, 2], samples.Medians.Select(median => Math.Round(median, 1)));
    }

    [Fact]
    public void A_late_sample_does_not_move_the_ones_after_it()
    {
        var samples = new LoadSamples(times);
        Count(15, milliseconds: 1);
        Assert.True(samples.TryTake(TimeSpan.FromSeconds(1.5)));
        Count(20, milliseconds: 1);
        Assert.True(samples.TryTake(TimeSpan.FromSeconds(2)));

        Assert.Equal([10, 40], samples.Rates);
    }

    [Theory]
    [InlineData(1.4, 1)]
    [InlineData(1.5, 2)]
    [InlineData(1.97, 2)]
    public void What_is_left_of_a_second_counts_where_it_is_most_of_one(double seconds, int samplesTaken)
    {
        var samples = new LoadSamples(times);
        samples.TryTake(TimeSpan.FromSeconds(1));
        Count(7, milliseconds: 1);
        samples.Finish(TimeSpan.FromSeconds(seconds));

        Assert.Equal(samplesTaken, samples.Rates.Count);
        if (samplesTaken == 2)
            Assert.Equal(7 / (seconds - 1), samples.Rates[1], 6);
    }

    [Fact]
    public void A_second_without_a_round_trip_has_no_median()
    {
        var samples = new LoadSamples(times);
        samples.TryTake(TimeSpan.FromSeconds(1));

        Assert.Equal([0], samples.Rates);
        Assert.Equal([double.NaN], samples.Medians);
    }

    private void Count(int number, double milliseconds)
    {
        for (int one = 0; one < number; one++)
            times.Add(TimeSpan.FromMilliseconds(milliseconds));
    }
}
