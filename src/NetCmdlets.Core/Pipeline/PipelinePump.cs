using System.Threading.Channels;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Pipeline;

/// <summary>
/// The bridge from asynchronous operations to a synchronous pipeline, written once. Requests are run on the pool;
/// what they emit waits in a bounded queue and is handed to the sink on the thread that calls <see cref="Submit"/>
/// and <see cref="Complete"/>, so a slow consumer pushes back all the way to the sockets.
/// </summary>
/// <remarks>
/// A sink that throws (a downstream <c>Select-Object -First</c>, a terminating error) cancels the operation; what is
/// still emitted is drained unseen, every request under way is awaited, and the exception goes on to the caller. An
/// operation that throws ends the use the same way, after the results that came before the fault.
/// </remarks>
/// <typeparam name="TRequest">The operation's request record.</typeparam>
public sealed class PipelinePump<TRequest> : IDisposable
{
    /// <summary>How many emitted items wait for the consumer at the most, unless told otherwise.</summary>
    public const int DefaultCapacity = 256;

    private readonly INetOperation<TRequest> operation;
    private readonly Channel<TRequest> requests;
    private readonly Channel<PipelineItem> items;
    private readonly CancellationTokenSource cancellation = new();
    private readonly bool verbose;
    private readonly TimeProvider time;
    private readonly Task running;
    private readonly HashSet<string> bars = [];
    // Waits that have not ended are kept for the next time: an operation that emits little would otherwise gather one
    // more of them with every record.
    private Task<bool>? room;
    private Task<bool>? output;
    private bool finished;

    /// <summary>Starts a pump over an operation; nothing runs before the first request.</summary>
    /// <param name="operation">What runs the requests. Disposed with the pump where it can be.</param>
    /// <param name="concurrency">How many requests run at once, from 1; 1 keeps the order of the requests.</param>
    /// <param name="capacity">How many items may wait for the consumer, from 1.</param>
    /// <param name="verbose">Whether the consumer wants the verbose lines that come about below the operation.</param>
    /// <param name="time">The clock by which the operation is asked how far it is; null is the system's.</param>
    public PipelinePump(
        INetOperation<TRequest> operation,
        int concurrency = 1,
        int capacity = DefaultCapacity,
        bool verbose = false,
        TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        this.operation = operation;
        this.verbose = verbose;
        this.time = time ?? TimeProvider.System;
        requests = Channel.CreateBounded<TRequest>(new BoundedChannelOptions(concurrency) { SingleWriter = true });
        items = Channel.CreateBounded<PipelineItem>(new BoundedChannelOptions(capacity) { SingleReader = true });
        running = Task.Run(() => RunRequestsAsync(concurrency));
    }

    /// <summary>
    /// Hands a request to the operation and passes on what is ready, without waiting for the request's results. Where
    /// all places are taken it passes on items until one is free.
    /// </summary>
    public void Submit(TRequest request, IPipelineSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        try
        {
            while (!requests.Writer.TryWrite(request))
            {
                if (!WaitForRoom(sink))
                {
                    // No more is taken: stopped, or a fault, which Complete tells.
                    Complete(sink);
                    return;
                }
            }

            DrainReady(sink);
        }
        catch
        {
            End();
            throw;
        }
    }

    /// <summary>Passes on what is ready, without waiting: for a host whose next request takes its time.</summary>
    public void PassOn(IPipelineSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        try
        {
            DrainReady(sink);
        }
        catch
        {
            End();
            throw;
        }
    }

    /// <summary>True when there is something to pass on; false when the operation has ended.</summary>
    public Task<bool> WaitForOutputAsync()
    {
        if (output is not { IsCompleted: false })
            output = items.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        return output;
    }

    /// <summary>Says that no more requests come; <see cref="Complete"/> must follow.</summary>
    public void EndRequests() => requests.Writer.TryComplete();

    /// <summary>Says that no more requests come, and passes on all that is emitted until the operation has ended.</summary>
    /// <exception cref="Diagnostics.NetException">The operation gave up as a whole.</exception>
    public void Complete(IPipelineSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        requests.Writer.TryComplete();
        try
        {
            do
            {
                DrainReady(sink);
            }
            while (Wait(items.Reader.WaitToReadAsync(CancellationToken.None)));
        }
        catch
        {
            End();
            throw;
        }

        finished = true;
        TakeBarsAway(sink);
        running.GetAwaiter().GetResult();
    }

    /// <summary>Asks the operation to end now: the one thing that Ctrl+C does. Safe from any thread.</summary>
    public void Cancel()
    {
        try
        {
            cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The use ended by itself in the same moment.
        }
    }

    /// <summary>Ends what still runs, awaits it, and lets go of the operation.</summary>
    public void Dispose()
    {
        End();
        cancellation.Dispose();
    }

    private static bool Wait(ValueTask<bool> pending)
        // The pipeline's own thread has nothing else to do, and no synchronisation context to deadlock on.
        => pending.IsCompletedSuccessfully ? pending.Result : pending.AsTask().GetAwaiter().GetResult();

    // Either an item to pass on or room for a request wakes this thread.
    private bool WaitForRoom(IPipelineSink sink)
    {
        room ??= requests.Writer.WaitToWriteAsync(CancellationToken.None).AsTask();
        Task.WaitAny(room, WaitForOutputAsync());
        DrainReady(sink);
        if (!room.IsCompleted)
            return true;
        bool open = room.GetAwaiter().GetResult();
        room = null;
        return open;
    }

    private void DrainReady(IPipelineSink sink)
    {
        while (items.Reader.TryRead(out PipelineItem item))
        {
            // After a stop the engine takes nothing more: what is left is read so that no worker waits for room.
            if (cancellation.IsCancellationRequested)
                continue;
            if (item is { Kind: PipelineItemKind.Progress, Payload: OperationProgress progress })
                _ = progress.Completed ? bars.Remove(progress.Activity) : bars.Add(progress.Activity);
            item.WriteTo(sink);
        }
    }

    // A bar that nobody takes away stays on the screen until the whole script has ended.
    private void TakeBarsAway(IPipelineSink sink)
    {
        if (cancellation.IsCancellationRequested)
            return;
        foreach (string activity in bars)
            sink.WriteProgressStatus(new OperationProgress(activity, "Done", 100, Completed: true));
        bars.Clear();
    }

    private void End()
    {
        if (finished)
            return;
        finished = true;
        requests.Writer.TryComplete();
        cancellation.Cancel();
        do
        {
            while (items.Reader.TryRead(out _))
            {
            }
        }
        while (Wait(items.Reader.WaitToReadAsync(CancellationToken.None)));

        // A fault of the operation was caused by the stop, or is less than the exception already under way.
        ((IAsyncResult)running).AsyncWaitHandle.WaitOne();
        _ = running.Exception;
    }

    private async Task RunRequestsAsync(int concurrency)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation.Token);
        Task reporting = ProgressReporter.RunAsync(operation as IProgressSource, items.Writer, time, ended.Token);
        try
        {
            if (concurrency == 1)
                await RunInOrderAsync().ConfigureAwait(false);
            else
                await RunAtOnceAsync(concurrency).ConfigureAwait(false);
            if (operation is ICompletingOperation completing)
                await TellTheRestAsync(completing).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopped on purpose.
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await reporting.ConfigureAwait(false);
            try
            {
                if (operation is IAsyncDisposable disposable)
                    await disposable.DisposeAsync().ConfigureAwait(false);
            }
            finally
            {
                requests.Writer.TryComplete();
                items.Writer.TryComplete();
            }
        }
    }

    private async Task RunInOrderAsync()
    {
        while (await requests.Reader.WaitToReadAsync(cancellation.Token).ConfigureAwait(false))
        {
            while (requests.Reader.TryRead(out TRequest? request))
                await RunOneAsync(request, cancellation.Token).ConfigureAwait(false);
        }
    }

    // One reader hands the requests out. Were there a reader for each place, every request would wake all idle ones.
    private async Task RunAtOnceAsync(int concurrency)
    {
        using var group = new TaskGroup(cancellation.Token);
        using var places = new SemaphoreSlim(concurrency);
        try
        {
            while (await requests.Reader.WaitToReadAsync(group.Token).ConfigureAwait(false))
            {
                while (requests.Reader.TryRead(out TRequest? request))
                {
                    await places.WaitAsync(group.Token).ConfigureAwait(false);
                    group.Enter();
                    // Never faults: what the operation throws goes to the group, which is awaited below.
                    _ = RunInPlaceAsync(request);
                }
            }
        }
        catch (Exception error)
        {
            group.Fail(error);
        }

        await group.WaitAsync().ConfigureAwait(false);

        async Task RunInPlaceAsync(TRequest request)
        {
            // An operation may work long before it first waits, and must not hold up the next request.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            try
            {
                await RunOneAsync(request, group.Token).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                group.Fail(error);
            }
            finally
            {
                places.Release();
                group.Leave();
            }
        }
    }

    private async Task RunOneAsync(TRequest request, CancellationToken token)
    {
        if (verbose)
            VerboseSink.Open(line => WriteLineAsync(line, token));
        await foreach (PipelineItem item in operation.RunAsync(request, token).ConfigureAwait(false))
        {
            if (!items.Writer.TryWrite(item))
                await items.Writer.WriteAsync(item, token).ConfigureAwait(false);
        }
    }

    // What outlives the use writes into an end that is closed.
    private async ValueTask WriteLineAsync(string line, CancellationToken token)
    {
        try
        {
            var item = PipelineItem.Verbose(line);
            if (!items.Writer.TryWrite(item))
                await items.Writer.WriteAsync(item, token).ConfigureAwait(false);
        }
        catch (Exception error)
            when (error is ChannelClosedException or ObjectDisposedException or OperationCanceledException)
        {
            // Whoever writes has work to end, and hears of a stop by its own token.
        }
    }

    private async Task TellTheRestAsync(ICompletingOperation completing)
    {
        foreach (PipelineItem item in completing.Complete())
            await items.Writer.WriteAsync(item, cancellation.Token).ConfigureAwait(false);
    }
}
