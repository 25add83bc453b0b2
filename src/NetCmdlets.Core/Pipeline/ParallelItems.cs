using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace NetCmdlets.Pipeline;

/// <summary>Runs many small asynchronous sequences at once and merges what they emit, as it comes.</summary>
public static class ParallelItems
{
    /// <summary>
    /// Runs one sequence for each input. No more than the throttle allows run at once, counted over all callers that
    /// share it; inputs are read only as places become free, so a lazy sequence of millions costs no memory.
    /// </summary>
    /// <param name="inputs">What to run over.</param>
    /// <param name="throttle">One permit for each sequence that runs.</param>
    /// <param name="body">The sequence for an input.</param>
    /// <param name="cancellationToken">Ends them all.</param>
    public static async IAsyncEnumerable<PipelineItem> RunAsync<T>(
        IEnumerable<T> inputs,
        SemaphoreSlim throttle,
        Func<T, CancellationToken, IAsyncEnumerable<PipelineItem>> body,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(throttle);
        ArgumentNullException.ThrowIfNull(body);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var merged = Channel.CreateBounded<PipelineItem>(
            new BoundedChannelOptions(PipelinePump<T>.DefaultCapacity) { SingleReader = true });
        Task feeding = FeedAsync();
        try
        {
            await foreach (PipelineItem item in merged.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                yield return item;
            await feeding.ConfigureAwait(false);
        }
        finally
        {
            // The consumer may leave early: nothing runs on behind its back.
            await ending.CancelAsync().ConfigureAwait(false);
            await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task FeedAsync()
        {
            // One count for the feeder and one for each sequence under way: who brings it to zero completes the whole.
            int pending = 1;
            Exception? fault = null;
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            try
            {
                foreach (T input in inputs)
                {
                    await throttle.WaitAsync(ending.Token).ConfigureAwait(false);
                    Interlocked.Increment(ref pending);
                    _ = RunOneAsync(input);
                }
            }
            catch (Exception error)
            {
                Fail(error);
            }

            Release();
            await done.Task.ConfigureAwait(false);
            merged.Writer.TryComplete(fault);
            if (fault is not null)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);

            async Task RunOneAsync(T input)
            {
                try
                {
                    await foreach (PipelineItem item in body(input, ending.Token).ConfigureAwait(false))
                        await merged.Writer.WriteAsync(item, ending.Token).ConfigureAwait(false);
                }
                catch (Exception error)
                {
                    Fail(error);
                }
                finally
                {
                    throttle.Release();
                    Release();
                }
            }

            void Fail(Exception error)
            {
                Interlocked.CompareExchange(ref fault, error, null);
                ending.Cancel();
            }

            void Release()
            {
                if (Interlocked.Decrement(ref pending) == 0)
                    done.SetResult();
            }
        }
    }
}
