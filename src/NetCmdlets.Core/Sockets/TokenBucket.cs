namespace NetCmdlets.Sockets;

/// <summary>
/// So many tokens a second, and after a pause as many at once as the bucket holds. Every rate that is kept is kept by
/// one of these. For one thread: whoever shares a bucket locks it.
/// </summary>
public sealed class TokenBucket
{
    private readonly double perSecond;
    private readonly double capacity;
    private readonly TimeProvider time;
    private double tokens;
    private long filled;

    /// <summary>Makes a bucket.</summary>
    /// <param name="perSecond">Tokens a second, above 0.</param>
    /// <param name="capacity">How many it holds, from 0.</param>
    /// <param name="tokens">How many are in it at the start.</param>
    /// <param name="time">The clock whose time stamps the calls bring.</param>
    /// <param name="now">The time stamp of the start.</param>
    public TokenBucket(double perSecond, double capacity, double tokens, TimeProvider time, long now)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tokens, capacity);
        ArgumentNullException.ThrowIfNull(time);
        this.perSecond = perSecond;
        this.capacity = capacity;
        this.tokens = tokens;
        this.time = time;
        filled = now;
    }

    /// <summary>Whether nothing more goes in.</summary>
    public bool IsFull(long now)
    {
        Refill(now);
        return tokens >= capacity;
    }

    /// <summary>Takes tokens if they are there.</summary>
    public bool TryTake(double amount, long now)
    {
        Refill(now);
        if (tokens < amount)
            return false;
        tokens -= amount;
        return true;
    }

    /// <summary>
    /// Takes tokens that need not be there, and returns how long it is until what was taken before them is paid for:
    /// who comes next waits for these.
    /// </summary>
    public TimeSpan Borrow(double amount, long now)
    {
        Refill(now);
        double debt = Math.Max(0, -tokens);
        tokens -= amount;
        return TimeSpan.FromSeconds(debt / perSecond);
    }

    /// <summary>Gives back what was taken and not used.</summary>
    public void Return(double amount) => tokens = Math.Min(capacity, tokens + amount);

    private void Refill(long now)
    {
        // Two threads that take turns may read the clock in the other order.
        if (now <= filled)
            return;
        tokens = Math.Min(capacity, tokens + (time.GetElapsedTime(filled, now).TotalSeconds * perSecond));
        filled = now;
    }
}
