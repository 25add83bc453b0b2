namespace NetCmdlets.Operations.Handshake;

/// <summary>
/// How much of the throttle one host may hold while others are under way. It begins small, grows by one with each
/// answer, as a congestion window does, and never by silence: a host that drops packets holds few places for a whole
/// timeout each, and does not stall the others. A host that is alone has no limit of its own.
/// </summary>
internal sealed class HostShare
{
    private const int MostAtFirst = 32;

    private readonly object gate = new();
    private readonly Func<bool> alone;
    private int allowance;
    private int underWay;
    private TaskCompletionSource? room;

    /// <param name="alone">Whether no other host is under way or about to be.</param>
    /// <param name="throttleLimit">How many handshakes all hosts together may have under way.</param>
    public HostShare(Func<bool> alone, int throttleLimit)
    {
        this.alone = alone;
        allowance = Math.Clamp(throttleLimit / 4, 1, MostAtFirst);
    }

    /// <summary>Waits until the host may have one more handshake under way. One caller at a time.</summary>
    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task waiting;
            lock (gate)
            {
                if (underWay < allowance || alone())
                {
                    underWay++;
                    return;
                }

                room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting = room.Task;
            }

            await waiting.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says that a handshake has ended.</summary>
    /// <param name="answered">Whether the host, or somebody on the way, said anything.</param>
    public void Leave(bool answered)
    {
        lock (gate)
        {
            underWay--;
            if (answered)
                allowance++;
            room?.TrySetResult();
            room = null;
        }
    }
}
