using System.Runtime.CompilerServices;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Pipeline;

public sealed class ParallelItemsTests
{
    [Fact]
    public async Task Each_input_runs_once_and_all_that_is_emitted_comes_out()
    {
        using var throttle = new SemaphoreSlim(7);
        List<int> seen = await Collect(ParallelItems.RunAsync(
            Enumerable.Range(0, 10_000), throttle, (n, token) => Twice(n, token), CancellationToken.None)).Within();

        Assert.Equal(Enumerable.Range(0, 10_000).SelectMany(n => new[] { n, n }), seen.Order());
        Assert.Equal(7, throttle.CurrentCount);
    }

    [Fact]
    public async Task The_throttle_is_shared_by_all_who_use_it()
    {
        using var throttle = new SemaphoreSlim(3);
        using var gate = new SemaphoreSlim(0);
        int running = 0;
        int most = 0;
        Task<List<int>>[] uses = [.. Enumerable.Range(0, 4).Select(_ => Collect(ParallelItems.RunAsync(
            Enumerable.Range(0, 10), throttle, BodyAsync, CancellationToken.None)))];
        SpinWait.SpinUntil(() => Volatile.Read(ref running) == 3, Bounded.Limit);
        gate.Release(40);
        List<int>[] all = await Task.WhenAll(uses).Within();

        Assert.Equal(3, most);
        Assert.All(all, list => Assert.Equal(Enumerable.Range(0, 10), list.Order()));

        async ValueTask BodyAsync(int input, ItemWriter writer, CancellationToken token)
        {
            int now = Interlocked.Increment(ref running);
            lock (gate)
                most = Math.Max(most, now);
            await gate.WaitAsync(token);
            await writer.WriteAsync(PipelineItem.Result(input));
            Interlocked.Decrement(ref running);
        }
    }

    [Fact]
    public async Task Inputs_are_read_only_as_places_become_free()
    {
        int read = 0;
        using var throttle = new SemaphoreSlim(4);
        var merged = ParallelItems.RunAsync(Inputs(), throttle, Twice, CancellationToken.None);
        await foreach (PipelineItem item in merged)
        {
            if ((int)item.Payload > 100)
                break;
        }

        // An endless input: what was read is bounded by what was taken, the queue and the throttle.
        Assert.InRange(read, 100, 100 + 101 + PipelinePump<int>.DefaultCapacity + 4);
        Assert.Equal(4, throttle.CurrentCount);

        IEnumerable<int> Inputs()
        {
            while (true)
                yield return read++;
        }
    }

    [Fact]
    public async Task A_consumer_that_leaves_early_leaves_nothing_running()
    {
        int running = 0;
        using var throttle = new SemaphoreSlim(16);
        await foreach (PipelineItem item in ParallelItems.RunAsync(
            Enumerable.Range(0, 1000), throttle, BodyAsync, CancellationToken.None))
        {
            Assert.Equal(0, (int)item.Payload);
            break;
        }

        Assert.Equal(0, running);
        Assert.Equal(16, throttle.CurrentCount);

        async ValueTask BodyAsync(int input, ItemWriter writer, CancellationToken token)
        {
            Interlocked.Increment(ref running);
            try
            {
                if (input > 0)
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
                await writer.WriteAsync(PipelineItem.Result(input));
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        }
    }

    [Fact]
    public async Task A_fault_is_thrown_after_the_results_before_it_and_ends_the_others()
    {
        int running = 0;
        using var throttle = new SemaphoreSlim(8);
        var seen = new List<int>();
        InvalidTimeZoneException fault = await Assert.ThrowsAsync<InvalidTimeZoneException>(async () =>
        {
            await foreach (PipelineItem item in ParallelItems.RunAsync(
                Enumerable.Range(0, 8), throttle, BodyAsync, CancellationToken.None))
                seen.Add((int)item.Payload);
        }).Within();

        Assert.Equal("seven", fault.Message);
        Assert.Equal([0], seen);
        Assert.Equal(0, running);
        Assert.Equal(8, throttle.CurrentCount);

        async ValueTask BodyAsync(int input, ItemWriter writer, CancellationToken token)
        {
            Interlocked.Increment(ref running);
            try
            {
                if (input == 0)
                    await writer.WriteAsync(PipelineItem.Result(input));
                else if (input == 7)
                    throw new InvalidTimeZoneException("seven");
                else
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        }
    }

    [Fact]
    public async Task A_fault_of_the_inputs_is_thrown()
    {
        using var throttle = new SemaphoreSlim(2);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(
            () => Collect(ParallelItems.RunAsync(Inputs(), throttle, Twice, CancellationToken.None)).Within());
        Assert.Equal(2, throttle.CurrentCount);

        static IEnumerable<int> Inputs()
        {
            yield return 1;
            throw new InvalidTimeZoneException("no more");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task A_stop_ends_all_bodies_and_gives_every_place_back(int inputs)
    {
        using var stop = new CancellationTokenSource();
        using var throttle = new SemaphoreSlim(10);
        int started = 0;
        Task<List<int>> use = Collect(ParallelItems.RunAsync(Enumerable.Range(0, inputs).ToArray(), throttle, Wait, stop.Token));
        SpinWait.SpinUntil(() => Volatile.Read(ref started) == Math.Min(10, inputs), Bounded.Limit);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => use.Within());
        Assert.Equal(10, throttle.CurrentCount);
        Assert.Equal(Math.Min(10, inputs), started);

        async IAsyncEnumerable<PipelineItem> Wait(int input, [EnumeratorCancellation] CancellationToken token)
        {
            Interlocked.Increment(ref started);
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            yield return PipelineItem.Result(input);
        }
    }

    private static async IAsyncEnumerable<PipelineItem> Twice(
        int input, [EnumeratorCancellation] CancellationToken token)
    {
        yield return PipelineItem.Result(input);
        if (input % 3 == 0)
            await Task.Yield();
        yield return PipelineItem.Result(input);
    }

    private static async Task<List<int>> Collect(IAsyncEnumerable<PipelineItem> items)
    {
        var seen = new List<int>();
        await foreach (PipelineItem item in items)
            seen.Add((int)item.Payload);
        return seen;
    }
}
