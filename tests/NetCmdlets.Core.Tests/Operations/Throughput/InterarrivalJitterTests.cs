using NetCmdlets.Operations.Throughput;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Throughput;

public sealed class InterarrivalJitterTests
{
    [Fact]
    public void It_is_known_from_the_second_arrival_on()
    {
        var jitter = new InterarrivalJitter();
        Assert.Null(jitter.Value);
        jitter.Add(TimeSpan.FromMilliseconds(5));
        Assert.Null(jitter.Value);
        jitter.Add(TimeSpan.FromMilliseconds(5));
        Assert.Equal(TimeSpan.Zero, jitter.Value);
    }

    // J(i) = J(i-1) + (|D(i-1,i)| - J(i-1)) / 16, worked out by hand: 16/16 = 1; 1 + (16 - 1)/16 = 1.9375;
    // 1.9375 - 1.9375/16 = 1.81640625. A clock that is ahead or behind changes nothing.
    [Theory]
    [InlineData(0)]
    [InlineData(1e6)]
    [InlineData(-1e6)]
    public void It_follows_the_differences_of_transit_times_by_a_sixteenth(double offset)
    {
        var jitter = new InterarrivalJitter();
        var seen = new List<double>();
        foreach (double transit in new[] { 10.0, 26.0, 10.0, 10.0 })
        {
            jitter.Add(TimeSpan.FromMilliseconds(transit + offset));
            if (jitter.Value is TimeSpan value)
                seen.Add(value.TotalMilliseconds);
        }

        Assert.Equal([1, 1.9375, 1.8164], seen.Select(value => Math.Round(value, 4)));
    }
}
