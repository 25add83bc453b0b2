namespace NetCmdlets.Sockets;

/// <summary>
/// Holds what is sent or taken to a rate, as a link of that rate would: who asks for bytes waits until the bytes before
/// them have had their time. Bytes are payload, and a megabit is 10^6 bits. Any number of threads may share it, and
/// are served in the order in which they ask.
/// </summary>
/// <remarks>
/// A wait ends with the system's timer, which may be some milliseconds after it was due. So that this does not lower
/// the rate, lateness is caught up with by a burst of what the rate lets pass in 10 ms, or of one unit where that is
/// more. In any time t there pass no more than t times the rate, one burst and one unit.
/// </remarks>
public sealed class RatePacer
{
    /// <summary>How much lateness is caught up with at least: 10 ms.</summary>
    public static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(10);

    private readonly TokenBucket bucket;
    private readonly TimeProvider time;

    private RatePacer(long bitsPerSecond, int unitBytes, TimeProvider? time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bitsPerSecond, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(unitBytes, 1);
        this.time = time ?? TimeProvider.System;
        UnitBytes = unitBytes;
        // It begins empty: the first goes at once, and there is nothing to catch up with yet. Who is late has borrowed
        // a unit before, which is a part of the burst.
        double ahead = Math.Max(0, (bitsPerSecond * Burst.TotalSeconds) - Bits(unitBytes));
        bucket = new TokenBucket(bitsPerSecond, ahead, 0, this.time, this.time.GetTimestamp());
    }

    /// <summary>The most to ask for at once: a message, or a piece of a stream.</summary>
    public int UnitBytes { get; }

    /// <summary>The pacer of messages that cannot be divided.</summary>
    /// <param name="bitsPerSecond">The rate; 0 for none.</param>
    /// <param name="messageBytes">The size of the largest message, from 1.</param>
    /// <param name="time">The clock; null is the system's.</param>
    /// <returns>Null where there is no rate to hold.</returns>
    public static RatePacer? OfMessages(long bitsPerSecond, int messageBytes, TimeProvider? time = null)
        => bitsPerSecond == 0 ? null : new RatePacer(bitsPerSecond, Math.Max(1, messageBytes), time);

    /// <summary>The pacer of a stream, which goes in pieces of what the rate lets pass in 10 ms.</summary>
    /// <param name="bitsPerSecond">The rate; 0 for none.</param>
    /// <param name="mostBytes">The largest piece wanted, from 1.</param>
    /// <param name="time">The clock; null is the system's.</param>
    /// <returns>Null where there is no rate to hold.</returns>
    public static RatePacer? OfStream(long bitsPerSecond, int mostBytes, TimeProvider? time = null)
    {
        double piece = bitsPerSecond * Burst.TotalSeconds / 8;
        return bitsPerSecond == 0
            ? null
            : new RatePacer(bitsPerSecond, (int)Math.Clamp(piece, 1, Math.Max(1, mostBytes)), time);
    }

    /// <summary>Completes when the bytes may go; where it is cancelled, they count as not sent.</summary>
    /// <param name="bytes">How many, up to <see cref="UnitBytes"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask WaitAsync(int bytes, CancellationToken cancellationToken)
    {
        long now = time.GetTimestamp();
        TimeSpan wait;
        lock (bucket)
            wait = bucket.Borrow(Bits(bytes), now);
        return wait == TimeSpan.Zero
            ? ValueTask.CompletedTask
            : new ValueTask(DelayAsync(now, wait, bytes, cancellationToken));
    }

    private static double Bits(int bytes) => bytes * 8.0;

    private async Task DelayAsync(long asked, TimeSpan wait, int bytes, CancellationToken cancellationToken)
    {
        try
        {
            // The timer drops parts of a millisecond, and its own clock is coarser than that of the bucket: it may be
            // early.
            for (TimeSpan left = wait; left > TimeSpan.Zero; left = wait - time.GetElapsedTime(asked))
            {
                await Task.Delay(
                    TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            lock (bucket)
                bucket.Return(Bits(bytes));
            throw;
        }
    }
}
