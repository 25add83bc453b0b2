using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Pipeline;

public sealed class PipelinePumpTests
{
    [Fact]
    public async Task Everything_reaches_the_sink_on_the_thread_that_drains()
    {
        var sink = new RecordingSink();
        int drained = 0;
        await OnOneThread(() =>
        {
            drained = Environment.CurrentManagedThreadId;
            using var pump = new PipelinePump<int>(new ScriptedOperation(EveryKind), concurrency: 4);
            for (int request = 0; request < 20; request++)
                pump.Submit(request, sink);
            pump.Complete(sink);
        });

        Assert.Equal([drained], sink.Threads);
        Assert.Equal(Enumerable.Range(0, 20), sink.Results.Cast<int>().Order());
        Assert.Equal(20, sink.Failures.Count);
        // One line more takes the bar away.
        Assert.Equal(61, sink.Lines.Count);
    }

    [Fact]
    public async Task One_request_at_a_time_keeps_the_order_of_the_requests()
    {
        var sink = new RecordingSink();
        await OnOneThread(() =>
        {
            using var pump = new PipelinePump<int>(new ScriptedOperation(ThreeEach), concurrency: 1, capacity: 2);
            for (int request = 0; request < 500; request++)
                pump.Submit(request, sink);
            pump.Complete(sink);
        });

        Assert.Equal(Enumerable.Range(0, 500).SelectMany(n => new[] { n * 10, (n * 10) + 1, (n * 10) + 2 }),
            sink.Results.Cast<int>());
    }

    [Fact]
    public void A_host_that_asks_often_for_output_that_does_not_come_waits_once()
    {
        using var pump = new PipelinePump<int>(new ScriptedOperation(EveryKind));
        Task<bool> wait = pump.WaitForOutputAsync();
        Assert.False(wait.IsCompleted);
        Assert.Same(wait, pump.WaitForOutputAsync());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 16)]
    [InlineData(4, 8)]
    public async Task A_slow_consumer_holds_the_operation_back(int concurrency, int capacity)
    {
        int produced = 0;
        int ahead = 0;
        var sink = new RecordingSink();
        sink.OnResult = _ => ahead = Math.Max(ahead, Volatile.Read(ref produced) - sink.Results.Count);

        await OnOneThread(() =>
        {
            using var pump = new PipelinePump<int>(
                new ScriptedOperation((_, token) => CountUp(2000, () => Interlocked.Increment(ref produced), token)),
                concurrency,
                capacity);
            for (int request = 0; request < concurrency; request++)
                pump.Submit(request, sink);
            // Nothing is read until the operation can go no further: the queue is full and each run holds one item.
            SpinWait.SpinUntil(() => Volatile.Read(ref produced) - sink.Results.Count >= capacity + concurrency,
                Bounded.Limit);
            pump.Complete(sink);
        });

        Assert.Equal(2000 * concurrency, sink.Results.Count);
        // The item in the sink's hands has left the queue and is not counted as seen.
        Assert.InRange(ahead, capacity + concurrency, capacity + concurrency + 1);
    }

    [Fact]
    public async Task A_sink_that_throws_ends_the_operation_and_its_exception_goes_on()
    {
        var operation = new ScriptedOperation((_, token) => CountUp(int.MaxValue, () => { }, token));
        var sink = new RecordingSink();
        sink.OnResult = _ =>
        {
            if (sink.Results.Count == 3)
                throw new InvalidTimeZoneException("enough");
        };

        await OnOneThread(() =>
        {
            using var pump = new PipelinePump<int>(operation, concurrency: 2);
            Assert.Throws<InvalidTimeZoneException>(() =>
            {
                pump.Submit(1, sink);
                pump.Submit(2, sink);
                pump.Complete(sink);
            });
            // No worker is left when the exception arrives: nothing runs on behind the pipeline's back.
            Assert.Equal(0, operation.Running);
            Assert.True(operation.Disposed);
        });

        Assert.Equal(3, sink.Results.Count);
        Assert.Equal(0, operation.RunningAtDispose);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_fault_is_thrown_after_the_results_before_it_were_seen(int concurrency)
    {
        var operation = new ScriptedOperation((_, token) => ThenFault(50, token));
        var sink = new RecordingSink();
        await OnOneThread(() =>
        {
            using var pump = new PipelinePump<int>(operation, concurrency);
            NetException fault = Assert.Throws<NetException>(() =>
            {
                pump.Submit(1, sink);
                pump.Complete(sink);
            });
            Assert.Equal(FailureKind.NotSupported, fault.Kind);
        });

        Assert.Equal(Enumerable.Range(0, 50), sink.Results.Cast<int>());
        Assert.True(operation.Disposed);
    }

    [Fact]
    public async Task A_fault_of_one_request_ends_the_others_and_refuses_more()
    {
        var operation = new ScriptedOperation((request, token) => request == 7 ? ThenFault(0, token) : Forever(token));
        var sink = new RecordingSink();
        await OnOneThread(() =>
        {
            using var pump = new PipelinePump<int>(operation, concurrency: 8);
            NetException fault = Assert.Throws<NetException>(() =>
            {
                for (int request = 0; request < 100; request++)
                    pump.Submit(request, sink);
                pump.Complete(sink);
            });
            Assert.Equal(FailureKind.NotSupported, fault.Kind);
            Assert.Equal(0, operation.Running);
        });
    }

    [Fact]
    public async Task A_stop_during_a_connect_ends_the_pump_and_leaves_no_socket()
    {
        using var full = FullBacklog.Listen();
        var connecting = new TaskCompletionSource();
        TcpConnectResult? outcome = null;
        var operation = new ScriptedOperation((_, token) => Connect(token));
        var sink = new RecordingSink();
        PipelinePump<int>? pump = null;
        Task use = OnOneThread(() =>
        {
            using var started = new PipelinePump<int>(operation);
            pump = started;
            started.Submit(1, sink);
            started.Complete(sink);
        });
        await connecting.Task.Within();
        pump!.Cancel();
        await use;

        Assert.Empty(sink.Results);
        Assert.Null(outcome);
        Assert.Equal(0, operation.RunningAtDispose);

        async IAsyncEnumerable<PipelineItem> Connect([EnumeratorCancellation] CancellationToken token)
        {
            ValueTask<TcpConnectResult> attempt = TcpConnector.ConnectAsync(
                full.EndPoint, new TcpConnectOptions { Timeout = TimeSpan.FromMinutes(5) }, token);
            connecting.SetResult();
            outcome = await attempt;
            yield return PipelineItem.Result(outcome);
        }
    }

    [Fact]
    public async Task What_is_emitted_after_a_stop_is_not_seen()
    {
        var sink = new RecordingSink();
        await OnOneThread(() =>
        {
            using var pump = new PipelinePump<int>(new ScriptedOperation(ThreeEach));
            pump.Cancel();
            pump.Submit(1, sink);
            pump.Complete(sink);
        });

        Assert.Empty(sink.Results);
    }

    [Fact]
    public async Task Disposing_a_pump_that_was_not_completed_awaits_what_runs()
    {
        var operation = new ScriptedOperation((_, token) => Forever(token));
        await OnOneThread(() =>
        {
            using (var pump = new PipelinePump<int>(operation, concurrency: 2))
                pump.Submit(1, new RecordingSink());
            Assert.Equal(0, operation.Running);
        });

        Assert.True(operation.Disposed);
    }

    [Fact]
    public async Task An_operation_is_disposed_though_no_request_came()
    {
        var operation = new ScriptedOperation(ThreeEach);
        await OnOneThread(() =>
        {
            using var pump = new PipelinePump<int>(operation);
            pump.Complete(new RecordingSink());
        });

        Assert.True(operation.Disposed);
    }

    [Fact]
    public async Task At_most_the_concurrency_runs_at_once()
    {
        var gate = new SemaphoreSlim(0);
        int most = 0;
        int running = 0;
        var operation = new ScriptedOperation((_, token) => Gated(token));
        var sink = new RecordingSink();
        Task use = OnOneThread(() =>
        {
            using var pump = new PipelinePump<int>(operation, concurrency: 5);
            for (int request = 0; request < 40; request++)
                pump.Submit(request, sink);
            pump.Complete(sink);
        });
        SpinWait.SpinUntil(() => Volatile.Read(ref running) == 5, Bounded.Limit);
        gate.Release(40);
        await use;

        Assert.Equal(5, most);
        Assert.Equal(40, sink.Results.Count);

        async IAsyncEnumerable<PipelineItem> Gated([EnumeratorCancellation] CancellationToken token)
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await gate.WaitAsync(token);
            Interlocked.Decrement(ref running);
            yield return PipelineItem.Result(1);
        }
    }

    private static void InterlockedMax(ref int place, int value)
    {
        int seen = Volatile.Read(ref place);
        while (value > seen && Interlocked.CompareExchange(ref place, value, seen) is int now && now != seen)
            seen = now;
    }

    // The pipeline's thread: a thread of its own, as in an engine.
    private static Task OnOneThread(Action body)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                body();
                done.SetResult();
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return done.Task.Within();
    }

    private static async IAsyncEnumerable<PipelineItem> EveryKind(
        int request, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        yield return PipelineItem.Result(request);
        yield return PipelineItem.Failure(new NetFailure(FailureKind.PeerClosed, "gone"));
        yield return PipelineItem.Verbose("v");
        yield return PipelineItem.Warning("w");
        yield return PipelineItem.Progress(new OperationProgress("a", "s", 50));
    }

    private static async IAsyncEnumerable<PipelineItem> ThreeEach(
        int request, [EnumeratorCancellation] CancellationToken token)
    {
        for (int part = 0; part < 3; part++)
        {
            token.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return PipelineItem.Result((request * 10) + part);
        }
    }

    private static async IAsyncEnumerable<PipelineItem> CountUp(
        int count, Action produced, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        for (int number = 0; number < count; number++)
        {
            token.ThrowIfCancellationRequested();
            produced();
            yield return PipelineItem.Result(number);
        }
    }

    private static async IAsyncEnumerable<PipelineItem> ThenFault(
        int results, [EnumeratorCancellation] CancellationToken token)
    {
        for (int number = 0; number < results; number++)
            yield return PipelineItem.Result(number);
        await Task.Yield();
        throw new NetException(FailureKind.NotSupported, "not here");
    }

    private static async IAsyncEnumerable<PipelineItem> Forever([EnumeratorCancellation] CancellationToken token)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, token);
        yield break;
    }
}
