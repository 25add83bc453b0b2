using NetCmdlets.Framing;
using NetCmdlets.Sockets;

namespace NetCmdlets.Sessions;

/// <summary>What came of a wait for a message.</summary>
internal enum InboxOutcome
{
    /// <summary>The message is here.</summary>
    Taken,

    /// <summary>It is longer than allowed.</summary>
    TooLong,

    /// <summary>The stream ended before it was whole.</summary>
    Ended,

    /// <summary>The time was over; what has come stays.</summary>
    TimedOut,
}

/// <summary>
/// What a session has received and nobody has taken. It tells the receiver to wait when it is full, unless somebody
/// waits for a message that may be larger.
/// </summary>
internal sealed class SessionInbox(int limit, TimeProvider time) : IDisposable
{
    private readonly object gate = new();
    private readonly FrameReader reader = new();
    private TaskCompletionSource changed = NewSignal();
    private TaskCompletionSource? room;
    private bool ended;
    private bool isWanted;

    public int Available
    {
        get
        {
            lock (gate)
                return reader.Buffered;
        }
    }

    /// <summary>Completes at the next change of what is here, or of what <see cref="Signal"/> tells.</summary>
    public Task NextChange()
    {
        lock (gate)
            return changed.Task;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
            reader.Append(bytes);
        Signal();
    }

    /// <summary>No more comes.</summary>
    public void End()
    {
        lock (gate)
        {
            ended = true;
            reader.End();
            room?.TrySetResult();
            room = null;
        }

        Signal();
    }

    /// <summary>More comes again, of another connection.</summary>
    public void Reopen()
    {
        lock (gate)
        {
            ended = false;
            reader.Reopen();
        }
    }

    public void Signal()
    {
        TaskCompletionSource done;
        lock (gate)
        {
            done = changed;
            changed = NewSignal();
        }

        done.TrySetResult();
    }

    /// <summary>Completes when there is room for more.</summary>
    public Task RoomAsync()
    {
        lock (gate)
        {
            if (ended || isWanted || reader.Buffered < limit)
                return Task.CompletedTask;
            room ??= NewSignal();
            return room.Task;
        }
    }

    /// <summary>Takes one message by a framing.</summary>
    public async Task<(InboxOutcome Outcome, byte[] Data)> TakeAsync(IMessageFraming framing, Deadline deadline)
    {
        SetWanted(true);
        try
        {
            while (true)
            {
                Task change;
                lock (gate)
                {
                    change = changed.Task;
                    switch (reader.TryRead(framing, out ReadOnlyMemory<byte> message))
                    {
                        case FrameStatus.Message:
                            return (InboxOutcome.Taken, message.ToArray());
                        case FrameStatus.TooLong:
                            return (InboxOutcome.TooLong, []);
                    }

                    if (ended)
                        return (InboxOutcome.Ended, []);
                }

                if (!await ChangesAsync(change, deadline).ConfigureAwait(false))
                    return (InboxOutcome.TimedOut, []);
            }
        }
        finally
        {
            SetWanted(false);
        }
    }

    /// <summary>Takes what has come, once something has and nothing came for a while, or nothing more can.</summary>
    public async Task<(InboxOutcome Outcome, byte[] Data)> TakeQuietAsync(int most, TimeSpan quiet, Deadline deadline)
    {
        while (true)
        {
            Task change;
            bool something;
            bool last;
            lock (gate)
            {
                change = changed.Task;
                something = reader.Buffered > 0;
                last = ended;
            }

            if (!something && last)
                return (InboxOutcome.Ended, []);
            if (!something)
            {
                if (!await ChangesAsync(change, deadline).ConfigureAwait(false))
                    return (InboxOutcome.TimedOut, []);
            }
            else if (last || !await IsInterruptedAsync(change, quiet, deadline).ConfigureAwait(false))
            {
                if (TryTakeAll(most, out byte[] data))
                    return (InboxOutcome.Taken, data);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
            reader.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether a change came; false where the time was over, and a throw where the caller stopped.</summary>
    private static async Task<bool> ChangesAsync(Task change, Deadline deadline)
    {
        try
        {
            await change.WaitAsync(deadline.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (deadline.Expired)
        {
            return false;
        }
    }

    /// <summary>Whether a change came before the silence, or the time, was over.</summary>
    private async Task<bool> IsInterruptedAsync(Task change, TimeSpan quiet, Deadline deadline)
    {
        using var silence = new Deadline(quiet, deadline.Token, time);
        try
        {
            return await ChangesAsync(change, silence).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.Expired)
        {
            // The time is over while the server still sends: what has come is taken.
            return false;
        }
    }

    private bool TryTakeAll(int most, out byte[] data)
    {
        lock (gate)
        {
            bool some = reader.TryRead(new RawFraming(most), out ReadOnlyMemory<byte> rest) == FrameStatus.Message;
            data = some ? rest.ToArray() : [];
            MakeRoom();
            return some;
        }
    }

    private void SetWanted(bool wanted)
    {
        lock (gate)
        {
            isWanted = wanted;
            MakeRoom();
        }
    }

    private void MakeRoom()
    {
        if (!isWanted && reader.Buffered >= limit)
            return;
        room?.TrySetResult();
        room = null;
    }
}
