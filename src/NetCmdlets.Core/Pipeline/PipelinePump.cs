using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace NetCmdlets.Pipeline;

/// <summary>
/// The bridge from asynchronous operations to a synchronous pipeline, written once. Requests are run on the pool;
/// what they emit waits in a bounded queue and is handed to the sink on the thread that calls <see cref="Submit"/>
/// and <see cref="Complete"/>, so a slow consumer pushes back all the way to the sockets.
/// </summary>
/// <remarks>
/// A sink that throws (a downstream <c>Select-Object -First</c>, a terminating error) cancels the operation; what is
/// still emitted is drained unseen, every worker is awaited, and the exception goes on to the caller. A worker that
/// throws ends the use the same way, after the results that came before the fault.
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
    // Cancelled by a stop and by a worker's fault; only a stop makes what was emitted go unseen.
    private readonly CancellationTokenSource work;
    private readonly Task workers;
    private bool finished;

    /// <summary>Starts a pump over an operation; nothing runs before the first request.</summary>
    /// <param name="operation">What runs the requests. Disposed with the pump where it can be.</param>
    /// <param name="concurrency">How many requests run at once, from 1; 1 keeps the order of the requests.</param>
    /// <param name="capacity">How many items may wait for the consumer, from 1.</param>
    public PipelinePump(INetOperation<TRequest> operation, int concurrency = 1, int capacity = DefaultCapacity)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        this.operation = operation;
        requests = Channel.CreateBounded<TRequest>(new BoundedChannelOptions(concurrency) { SingleWriter = true });
        items = Channel.CreateBounded<PipelineItem>(new BoundedChannelOptions(capacity) { SingleReader = true });
        work = CancellationTokenSource.CreateLinkedTokenSource(cancellation.Token);
        workers = Task.Run(() => RunWorkersAsync(concurrency));
    }

    /// <summary>
    /// Hands a request to the operation and passes on what is ready, without waiting for the request's results. Where
    /// all workers are busy it passes on items until one is free.
    /// </summary>
    public void Submit(TRequest request, IPipelineSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        try
        {
            while (!requests.Writer.TryWrite(request))
            {
                // Either an item to pass on or a free worker; both wake this thread.
                Task<bool> room = requests.Writer.WaitToWriteAsync(CancellationToken.None).AsTask();
                Task output = items.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
                Task.WaitAny(room, output);
                DrainReady(sink);
                if (room.IsCompleted && !room.GetAwaiter().GetResult())
                {
                    // No more is taken: stopped, or a worker's fault, which Complete tells.
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
        Rethrow();
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
        work.Dispose();
        cancellation.Dispose();
    }

    private static bool Wait(ValueTask<bool> pending)
        // The pipeline's own thread has nothing else to do, and no synchronisation context to deadlock on.
        => pending.IsCompletedSuccessfully ? pending.Result : pending.AsTask().GetAwaiter().GetResult();

    private void DrainReady(IPipelineSink sink)
    {
        while (items.Reader.TryRead(out PipelineItem item))
        {
            // After a stop the engine takes nothing more: what is left is read so that no worker waits for room.
            if (!cancellation.IsCancellationRequested)
                item.WriteTo(sink);
        }
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

        // The workers' own faults were caused by the stop, or are less than the exception already under way.
        ((IAsyncResult)workers).AsyncWaitHandle.WaitOne();
        _ = workers.Exception;
    }

    private void Rethrow()
    {
        try
        {
            workers.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopped on purpose.
        }
        catch (Exception fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }
    }

    private async Task RunWorkersAsync(int concurrency)
    {
        var running = new List<Task>();
        try
        {
            // Workers are added while there are more requests than workers, so a single request costs one.
            while (running.Count < concurrency
                && await requests.Reader.WaitToReadAsync(work.Token).ConfigureAwait(false))
            {
                if (requests.Reader.TryRead(out TRequest? request))
                    running.Add(Task.Run(() => WorkAsync(request), CancellationToken.None));
            }
        }
        catch (OperationCanceledException)
        {
            // The stop is told by the token; the workers below end by it too.
        }

        try
        {
            await Task.WhenAll(running).ConfigureAwait(false);
        }
        finally
        {
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

    private async Task WorkAsync(TRequest first)
    {
        try
        {
            await RunOneAsync(first).ConfigureAwait(false);
            while (await requests.Reader.WaitToReadAsync(work.Token).ConfigureAwait(false))
            {
                while (requests.Reader.TryRead(out TRequest? next))
                    await RunOneAsync(next).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (work.IsCancellationRequested)
        {
            // Stopped on purpose, or another worker's fault ended the use.
        }
        catch
        {
            await work.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task RunOneAsync(TRequest request)
    {
        await foreach (PipelineItem item in operation.RunAsync(request, work.Token).ConfigureAwait(false))
        {
            if (!items.Writer.TryWrite(item))
                await items.Writer.WriteAsync(item, work.Token).ConfigureAwait(false);
        }
    }
}
