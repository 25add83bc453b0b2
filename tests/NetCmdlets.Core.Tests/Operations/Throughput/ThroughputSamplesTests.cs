using NetCmdlets.Operations.Throughput;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Throughput;

public sealed class ThroughputSamplesTests
{
    [Fact]
    public void There_is_one_for_each_second_and_one_for_a_rest_of_half_a_second_or_more()
    {
        var samples = new ThroughputSamples();

        Assert.False(samples.Take(TimeSpan.FromSeconds(0.95), 900_000));
        Assert.True(samples.Take(TimeSpan.FromSeconds(1), 1_000_000));
        Assert.False(samples.Take(TimeSpan.FromSeconds(1.5), 2_000_000));
        Assert.True(samples.Take(TimeSpan.FromSeconds(2.25), 2_250_000));
        samples.TakeLast(TimeSpan.FromSeconds(2.75), 3_250_000);
        Assert.Equal([8, 8, 16], samples.Values);

        samples.TakeLast(TimeSpan.FromSeconds(3.2), 9_000_000);
        Assert.Equal(3, samples.Values.Count);
    }
}
