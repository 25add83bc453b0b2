using System.Runtime.ExceptionServices;

namespace NetCmdlets.Pipeline;

/// <summary>
/// Counts tasks that run at once, so that none is left behind: the first fault ends the others, and whoever started
/// them awaits the end of all. Costs no list of tasks, so millions may pass through it.
/// </summary>
internal sealed class TaskGroup : IDisposable
{
    private readonly CancellationTokenSource ending;
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // One count for the starter and one for each task under way: who brings it to zero completes the whole.
    private int pending = 1;
    private Exception? fault;

    public TaskGroup(CancellationToken cancellationToken)
        => ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    /// <summary>Cancelled by the caller's stop, by <see cref="Cancel"/> and by the first fault.</summary>
    public CancellationToken Token => ending.Token;

    /// <summary>Why the group ends early; null while it does not.</summary>
    public Exception? Fault => Volatile.Read(ref fault);

    /// <summary>Counts a task that is about to start.</summary>
    public void Enter() => Interlocked.Increment(ref pending);

    /// <summary>Counts a task, or the starter, as ended.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref pending) == 0)
            done.SetResult();
    }

    /// <summary>Ends the others; the first fault is the one that is told.</summary>
    public void Fail(Exception error)
    {
        Interlocked.CompareExchange(ref fault, error, null);
        Cancel();
    }

    /// <summary>Asks all to end.</summary>
    public void Cancel() => ending.Cancel();

    /// <summary>The starter's last call: waits until every task has ended, then throws the first fault.</summary>
    public async Task WaitAsync()
    {
        Leave();
        await done.Task.ConfigureAwait(false);
        if (fault is not null)
            ExceptionDispatchInfo.Throw(fault);
    }

    public void Dispose() => ending.Dispose();
}
