using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Sockets;

public sealed class RetryPolicyTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(1000, 30)]
    public void Pauses_double_up_to_half_a_minute_and_are_drawn_from_their_upper_half(int attempts, double seconds)
    {
        var policy = new RetryPolicy { Delay = TimeSpan.FromSeconds(1), Random = new Random(7) };
        TimeSpan[] pauses = [.. Enumerable.Range(0, 200).Select(_ => policy.DelayAfter(attempts))];
        Assert.All(pauses, pause => Assert.InRange(pause.TotalSeconds, seconds / 2, seconds));
        // Drawn, and not always the same: clients that lost their server together do not come back in step.
        Assert.True(pauses.Max() - pauses.Min() > TimeSpan.FromSeconds(seconds / 4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5000)]
    [InlineData(int.MaxValue)]
    public void Without_a_delay_there_is_no_pause_after_however_many_tries(int attempts)
        => Assert.Equal(TimeSpan.Zero, new RetryPolicy { Delay = TimeSpan.Zero }.DelayAfter(attempts));

    [Fact]
    public async Task Tries_go_on_after_their_pauses_until_one_is_done()
    {
        var time = new ManualClock();
        var policy = new RetryPolicy
        {
            RetryCount = 5,
            Delay = TimeSpan.FromSeconds(2),
            Random = new LeastRandom(),
            Time = time,
        };
        var tries = new List<int>();
        Task<int> running = policy.RunAsync(
            (number, _) =>
            {
                tries.Add(number);
                return Task.FromResult(number);
            },
            number => number < 4,
            CancellationToken.None);
        // Half of 2, 4 and 8 seconds.
        foreach (int pause in new[] { 1, 2, 4 })
        {
            await time.WhenTimerIsSetAsync(TimeSpan.FromSeconds(pause));
            Assert.False(running.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(pause));
        }

        Assert.Equal(4, await running.Within());
        Assert.Equal([1, 2, 3, 4], tries);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 4)]
    public async Task The_last_outcome_counts_when_the_tries_are_used_up(int retries, int expected)
    {
        var policy = new RetryPolicy { RetryCount = retries, Delay = TimeSpan.FromTicks(1) };
        Assert.Equal(
            expected,
            await policy.RunAsync((number, _) => Task.FromResult(number), _ => true, CancellationToken.None).Within());
    }

    [Fact]
    public async Task A_stop_ends_a_pause()
    {
        using var stop = new CancellationTokenSource();
        var policy = new RetryPolicy { RetryCount = 1, Delay = TimeSpan.FromMinutes(10), Time = new ManualClock() };
        Task<int> running = policy.RunAsync((number, _) => Task.FromResult(number), _ => true, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Within());
    }

    private sealed class LeastRandom : Random
    {
        public override double NextDouble() => 0;
    }
}
