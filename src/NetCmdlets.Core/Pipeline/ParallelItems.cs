using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace NetCmdlets.Pipeline;

/// <summary>Runs many small asynchronous bodies at once and merges what they emit, as it comes.</summary>
public static class ParallelItems
{
    /// <summary>
    /// Runs one sequence for each input. No more than the throttle allows run at once, counted over all callers that
    /// share it; inputs are read only as places become free, so a lazy sequence of millions costs no memory.
    /// </summary>
    /// <param name="inputs">What to run over.</param>
    /// <param name="throttle">One permit for each sequence that runs.</param>
    /// <param name="body">The sequence for an input; what it emits after a stop is dropped, so it need not throw.</param>
    /// <param name="cancellationToken">Ends them all.</param>
    public static IAsyncEnumerable<PipelineItem> RunAsync<T>(
        IEnumerable<T> inputs,
        SemaphoreSlim throttle,
        Func<T, CancellationToken, IAsyncEnumerable<PipelineItem>> body,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(throttle);
        ArgumentNullException.ThrowIfNull(body);
        if (inputs is IReadOnlyCollection<T> { Count: 1 })
            return RunSingleAsync(inputs.First(), throttle, body, cancellationToken);

        return RunAsync(inputs, throttle, WriteAllAsync, cancellationToken);

        async ValueTask WriteAllAsync(T input, ItemWriter writer, CancellationToken token)
        {
            await foreach (PipelineItem item in body(input, token).ConfigureAwait(false))
            {
                // Nobody sees it; to write it would be an exception, and of hundreds of inputs hundreds.
                if (token.IsCancellationRequested)
                    return;
                await writer.WriteAsync(item).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// The same for bodies that write what they emit, which spares each of them a sequence of its own.
    /// </summary>
    /// <param name="inputs">What to run over.</param>
    /// <param name="throttle">One permit for each body that runs.</param>
    /// <param name="body">What to do with an input.</param>
    /// <param name="cancellationToken">Ends them all.</param>
    public static async IAsyncEnumerable<PipelineItem> RunAsync<T>(
        IEnumerable<T> inputs,
        SemaphoreSlim throttle,
        Func<T, ItemWriter, CancellationToken, ValueTask> body,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(throttle);
        ArgumentNullException.ThrowIfNull(body);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var merged = Channel.CreateBounded<PipelineItem>(
            new BoundedChannelOptions(PipelinePump<T>.DefaultCapacity) { SingleReader = true });
        var writer = new ItemWriter(merged.Writer, ending.Token);
        Task feeding = FeedAsync();
        try
        {
            await foreach (PipelineItem item in merged.Reader
                .ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                yield return item;
        }
        finally
        {
            // The consumer may leave early: nothing runs on behind its back.
            await ending.CancelAsync().ConfigureAwait(false);
            await feeding.ConfigureAwait(false);
        }

        async Task FeedAsync()
        {
            Exception? fault = null;
            try
            {
                await ForEachAsync(inputs, throttle, (input, token) => body(input, writer, token), ending.Token)
                    .ConfigureAwait(false);
            }
            catch (Exception error)
            {
                fault = error;
            }

            // The reader sees what came before the fault, then the fault.
            merged.Writer.TryComplete(fault);
        }
    }

    /// <summary>
    /// Runs a body for each input, at once as far as the throttle allows, and completes when all have ended. The first
    /// fault ends the others and is thrown.
    /// </summary>
    /// <param name="inputs">What to run over; read only as places become free.</param>
    /// <param name="throttle">One permit for each body that runs.</param>
    /// <param name="body">
    /// What to do with an input. It runs on the caller's thread until it first waits. When its token is cancelled it may
    /// just return: the stop is thrown once, here, where an exception of each of thousands would make it slow.
    /// </param>
    /// <param name="cancellationToken">Ends them all.</param>
    /// <param name="admit">Waits until the next body may ask for a permit; null where nothing else limits it.</param>
    public static async Task ForEachAsync<T>(
        IEnumerable<T> inputs,
        SemaphoreSlim throttle,
        Func<T, CancellationToken, ValueTask> body,
        CancellationToken cancellationToken,
        Func<CancellationToken, ValueTask>? admit = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(throttle);
        ArgumentNullException.ThrowIfNull(body);
        using var group = new TaskGroup(cancellationToken);
        try
        {
            foreach (T input in inputs)
            {
                if (admit is not null)
                    await admit(group.Token).ConfigureAwait(false);
                await throttle.WaitAsync(group.Token).ConfigureAwait(false);
                if (group.Token.IsCancellationRequested)
                {
                    // A body that the stop ended gave its place back before the wait saw the stop.
                    throttle.Release();
                    group.Token.ThrowIfCancellationRequested();
                }

                group.Enter();
                // Never faults: what the body throws goes to the group, which is awaited below.
                _ = RunOneAsync(input);
            }
        }
        catch (Exception error)
        {
            group.Fail(error);
        }

        await group.WaitAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();

        async Task RunOneAsync(T input)
        {
            try
            {
                await body(input, group.Token).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                group.Fail(error);
            }
            finally
            {
                throttle.Release();
                group.Leave();
            }
        }
    }

    // A pipeline of many records makes many requests of one input each: those need no queue to merge.
    private static async IAsyncEnumerable<PipelineItem> RunSingleAsync<T>(
        T input,
        SemaphoreSlim throttle,
        Func<T, CancellationToken, IAsyncEnumerable<PipelineItem>> body,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await throttle.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await foreach (PipelineItem item in body(input, cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return item;
            }
        }
        finally
        {
            throttle.Release();
        }
    }
}
