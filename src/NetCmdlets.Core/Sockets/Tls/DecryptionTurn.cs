namespace NetCmdlets.Sockets.Tls;

/// <summary>
/// Keeps the announcement of this side's end apart from what is being decrypted. SslStream lets one read and one write
/// go on at once, but its ShutdownAsync takes no lock: OpenSSL's state of the connection, which is for one thread, is
/// then changed under the read, which fails ('SSL_ERROR_SYSCALL') or loses what it was about to decrypt.
/// </summary>
/// <remarks>
/// The reading side holds the turn while SslStream may decrypt: from the call or from the moment when bytes came, until
/// it waits for bytes again or the read is complete; so it holds it for microseconds, and on no particular thread. The
/// ending side waits for it; the reading side spins while the ending side has it, which never waits for anything.
/// </remarks>
internal sealed class DecryptionTurn
{
    private const int Free = 0;
    private const int Reading = 1;
    private const int ReadingAndWanted = 2;
    private const int Ending = 3;

    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(10);

    private int state;
    private TaskCompletionSource? handover;

    /// <summary>Takes the turn to decrypt.</summary>
    public void BeginReading()
    {
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref state, Reading, Free) != Free)
            spin.SpinOnce();
    }

    /// <summary>Gives it back, or over to the side that waits for it.</summary>
    public void EndReading()
    {
        if (Interlocked.CompareExchange(ref state, Free, Reading) == Reading)
            return;
        Volatile.Write(ref state, Ending);
        handover!.SetResult();
    }

    /// <summary>Takes the turn to announce the end; for one caller at a time.</summary>
    public ValueTask BeginEndingAsync()
    {
        if (TryBeginEnding())
            return ValueTask.CompletedTask;
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        handover = waiting;
        while (Interlocked.CompareExchange(ref state, ReadingAndWanted, Reading) != Reading)
        {
            if (TryBeginEnding())
                return ValueTask.CompletedTask;
        }

        return new ValueTask(waiting.Task);
    }

    /// <summary>Takes the turn to announce the end where that is possible within milliseconds.</summary>
    public bool TryBeginEndingSoon() => SpinWait.SpinUntil(TryBeginEnding, ShortWait);

    /// <summary>Gives it back.</summary>
    public void EndEnding() => Volatile.Write(ref state, Free);

    private bool TryBeginEnding() => Interlocked.CompareExchange(ref state, Ending, Free) == Free;
}
