using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Waiting;

/// <summary>Waits until ports are open or closed: all of them, or any.</summary>
/// <param name="time">The clock; null is the system's.</param>
[NetOperation("Wait-NetPort", typeof(WaitNetPortRequest), Output = typeof(PortWait))]
public sealed class WaitNetPortOperation(TimeProvider? time) : INetOperation<WaitNetPortRequest>, IProgressSource
{
    private readonly TimeProvider clock = time ?? TimeProvider.System;
    private volatile Func<OperationProgress>? describe;

    /// <summary>Waits by the system's clock.</summary>
    public WaitNetPortOperation()
        : this(null)
    {
    }

    /// <inheritdoc/>
    public OperationProgress? Progress => describe?.Invoke();

    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        WaitNetPortRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Timeout <= TimeSpan.Zero || request.Interval <= TimeSpan.Zero || request.ThrottleLimit < 1)
        {
            throw new NetException(
                FailureKind.InvalidRequest, "The timeout and the interval are above zero, and ThrottleLimit begins at 1.");
        }

        HostPort[] targets = [.. HostPort.Combine(request.ComputerName, request.Port)];
        using var throttle = new SemaphoreSlim(request.ThrottleLimit);
        // Every port is watched from the start; what is limited is how many are tried at the same moment.
        using var watchers = new SemaphoreSlim(targets.Length);
        using var enough = new CancellationTokenSource();
        long started = clock.GetTimestamp();
        int reached = 0;
        describe = Describe;
        await foreach (PipelineItem item in ParallelItems
            .RunAsync(targets, watchers, WatchAsync, cancellationToken).ConfigureAwait(false))
        {
            if (item.Kind != PipelineItemKind.Result || !request.Quiet)
                yield return item;
        }

        if (request.Quiet)
            yield return PipelineItem.Result(request.Any ? reached > 0 : reached == targets.Length);

        async ValueTask WatchAsync(HostPort target, ItemWriter writer, CancellationToken token)
        {
            PortWait wait = await new PortWatch(target, request, throttle, clock)
                .RunAsync(enough.Token, token).ConfigureAwait(false);
            if (wait.Succeeded)
            {
                Interlocked.Increment(ref reached);
                if (request.Any)
                    await enough.CancelAsync().ConfigureAwait(false);
            }

            await writer.WriteAsync(PipelineItem.Result(wait)).ConfigureAwait(false);
        }

        OperationProgress Describe()
        {
            TimeSpan elapsed = clock.GetElapsedTime(started);
            return new OperationProgress(
                $"Waiting for ports to be {request.State.ToString().ToLowerInvariant()}",
                $"{Volatile.Read(ref reached)} of {targets.Length} after {elapsed.TotalSeconds:0} s",
                (int)Math.Min(100, 100 * elapsed / request.Timeout));
        }
    }
}
