namespace NetCmdlets.Sockets;

/// <summary>
/// A time limit joined to the caller's cancellation, which tells the two apart afterwards. Time comes from a
/// <see cref="TimeProvider"/>, so tests turn the clock by hand.
/// </summary>
public sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource timer;
    private readonly CancellationTokenSource? linked;
    private readonly CancellationToken caller;

    /// <summary>Starts the limit.</summary>
    /// <param name="limit">How long; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="caller">The caller's own cancellation.</param>
    /// <param name="time">The clock; null is the system's.</param>
    public Deadline(TimeSpan limit, CancellationToken caller, TimeProvider? time = null)
    {
        this.caller = caller;
        timer = new CancellationTokenSource(limit, time ?? TimeProvider.System);
        if (caller.CanBeCanceled)
            linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, caller);
    }

    /// <summary>Cancelled when the time is over or the caller stops.</summary>
    public CancellationToken Token => (linked ?? timer).Token;

    /// <summary>Whether the time ran out and the caller did not stop: a result, not a stop.</summary>
    public bool Expired => timer.IsCancellationRequested && !caller.IsCancellationRequested;

    /// <summary>Sets the limit anew from now.</summary>
    public void Restart(TimeSpan limit) => timer.CancelAfter(limit);

    /// <inheritdoc/>
    public void Dispose()
    {
        linked?.Dispose();
        timer.Dispose();
    }
}
