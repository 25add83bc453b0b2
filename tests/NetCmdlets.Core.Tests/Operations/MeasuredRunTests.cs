using NetCmdlets.Operations;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations;

public sealed class MeasuredRunTests
{
    private readonly ManualClock clock = new();
    private readonly TaskCompletionSource running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int aborts;

    [Fact]
    public async Task It_ticks_while_it_runs_and_once_more_at_the_end()
    {
        var ticks = new List<double>();
        Task watching = WatchAsync(ticks, default);
        for (int turn = 1; turn <= 3; turn++)
        {
            await clock.WhenTimerIsSetAsync(MeasuredRun.TickInterval);
            clock.Advance(MeasuredRun.TickInterval);
            await Until.TrueAsync(() => ticks.Count == turn);
        }

        running.SetResult();
        await watching.Within();
        Assert.Equal([50, 100, 150, 150], ticks);
        Assert.Equal(0, aborts);
    }

    [Fact]
    public async Task What_has_ended_before_the_first_look_is_looked_at_once()
    {
        running.SetResult();
        var ticks = new List<double>();
        await WatchAsync(ticks, default).Within();

        Assert.Equal([0], ticks);
    }

    [Fact]
    public async Task A_stop_aborts_it_and_waits_for_its_end()
    {
        using var stop = new CancellationTokenSource();
        Task watching = WatchAsync([], stop.Token);
        await clock.WhenTimerIsSetAsync(MeasuredRun.TickInterval);
        // What runs may keep all threads of the pool busy: the one that stops it is enough.
        stop.Cancel();
        Assert.Equal(1, Volatile.Read(ref aborts));

        Assert.False(watching.IsCompleted);
        running.SetException(new InvalidOperationException("aborted"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching.Within());
        Assert.Equal(1, aborts);
    }

    [Fact]
    public async Task What_it_throws_is_thrown()
    {
        running.SetException(new InvalidOperationException("its own"));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => WatchAsync([], default).Within());
        Assert.Equal("its own", error.Message);
        Assert.Equal(0, aborts);
    }

    private async Task WatchAsync(List<double> ticks, CancellationToken cancellationToken)
    {
        await foreach (TimeSpan elapsed in MeasuredRun.TicksAsync(
            running.Task, () => Interlocked.Increment(ref aborts), clock, cancellationToken))
        {
            ticks.Add(elapsed.TotalMilliseconds);
        }
    }
}
