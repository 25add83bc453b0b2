using System.Runtime.CompilerServices;

namespace NetCmdlets.Operations;

/// <summary>Watches a measurement that runs: the one loop in which all of them are sampled, and ended early.</summary>
internal static class MeasuredRun
{
    /// <summary>How often it is looked at.</summary>
    public static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>How long the time of a sample is.</summary>
    public static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Yields how long it has run, several times a second while it runs and once when it has ended; then throws what it
    /// threw. Where it is not awaited to its end it is aborted, and has ended when this has.
    /// </summary>
    /// <param name="running">What runs.</param>
    /// <param name="abort">Ends it at once, from any thread; called once at the most.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait, and so what runs.</param>
    public static async IAsyncEnumerable<TimeSpan> TicksAsync(
        Task running, Action abort, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        // On the thread that stops it: what runs may keep the pool so busy that this method gets no turn.
        using CancellationTokenRegistration stopping = cancellationToken.UnsafeRegister(
            static state => ((Action)state!)(), abort);
        try
        {
            do
            {
                await Task.WhenAny(running, Task.Delay(TickInterval, time, cancellationToken)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                yield return time.GetElapsedTime(start);
            }
            while (!running.IsCompleted);
        }
        finally
        {
            if (!running.IsCompleted && !cancellationToken.IsCancellationRequested)
                abort();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await running.ConfigureAwait(false);
    }
}
