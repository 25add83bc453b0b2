using System.Runtime.CompilerServices;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Pipeline;

/// <summary>How far an operation is: asked while everything waits, and the bar taken away at the end.</summary>
public sealed class PipelineProgressTests
{
    private readonly ManualClock clock = new();
    private readonly RecordingSink sink = new();

    [Fact]
    public async Task An_operation_that_waits_is_asked_after_a_second_and_then_four_times_a_second()
    {
        var operation = new WaitingOperation();
        Task use = UseAsync(operation);
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Equal(0, operation.Asked);
        clock.Advance(TimeSpan.FromSeconds(0.001));
        for (int more = 0; more < 3; more++)
        {
            await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(0.25));
            Assert.Equal(more + 1, operation.Asked);
            clock.Advance(TimeSpan.FromSeconds(0.25));
        }

        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(0.25));
        operation.Gate.SetResult();
        await use.Within();

        Assert.Equal(["progress 10", "progress 20", "progress 30", "progress 40", "progress 100"], sink.Lines);
        Assert.True(sink.LastProgress!.Completed);
        Assert.Equal("Waiting", sink.LastProgress.Activity);
    }

    [Fact]
    public async Task What_ends_within_a_second_shows_no_bar()
    {
        var operation = new WaitingOperation();
        Task use = UseAsync(operation);
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(1));
        operation.Gate.SetResult();
        await use.Within();

        Assert.Empty(sink.Lines);
    }

    [Fact]
    public async Task An_operation_that_has_nothing_to_say_shows_no_bar()
    {
        var operation = new WaitingOperation { SaysNothing = true };
        Task use = UseAsync(operation);
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(0.25));
        operation.Gate.SetResult();
        await use.Within();

        Assert.Empty(sink.Lines);
    }

    [Fact]
    public async Task The_bars_of_reports_that_an_operation_emits_are_taken_away_each_once()
    {
        var operation = new EmittingOperation(
            new OperationProgress("one", "s", 10),
            new OperationProgress("two", "s", 20),
            new OperationProgress("one", "s", 30),
            new OperationProgress("two", "s", 40, Completed: true));
        await UseAsync(operation).Within();

        Assert.Equal(["progress 10", "progress 20", "progress 30", "progress 40", "progress 100"], sink.Lines);
        Assert.Equal("one", sink.LastProgress!.Activity);
    }

    [Fact]
    public async Task A_stop_leaves_no_reporter_behind()
    {
        var operation = new WaitingOperation();
        PipelinePump<int>? pump = null;
        Task use = Task.Run(() =>
        {
            using (pump = new PipelinePump<int>(operation, time: clock))
            {
                pump.Submit(1, sink);
                pump.Complete(sink);
            }
        });
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(1));
        pump!.Cancel();
        await use.Within();
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, operation.Asked);
        Assert.Empty(sink.Lines);
    }

    private Task UseAsync(INetOperation<int> operation) => Task.Run(() =>
    {
        using var pump = new PipelinePump<int>(operation, time: clock);
        pump.Submit(1, sink);
        pump.Complete(sink);
    });

    private sealed class WaitingOperation : INetOperation<int>, IProgressSource
    {
        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool SaysNothing { get; init; }

        public int Asked { get; private set; }

        public OperationProgress? Progress
            => SaysNothing ? null : new OperationProgress("Waiting", "still", 10 * ++Asked);

        public async IAsyncEnumerable<PipelineItem> RunAsync(
            int request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Gate.Task.WaitAsync(cancellationToken);
            yield break;
        }
    }

    private sealed class EmittingOperation(params OperationProgress[] reports) : INetOperation<int>
    {
        public async IAsyncEnumerable<PipelineItem> RunAsync(
            int request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            foreach (OperationProgress report in reports)
                yield return PipelineItem.Progress(report);
        }
    }
}
