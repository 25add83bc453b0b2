namespace NetCmdlets.Servers;

/// <summary>
/// The last events of one server, in a ring of fixed size: a busy server forgets its oldest events and never grows.
/// Many threads write; readers take a copy, and may wait for what comes next.
/// </summary>
public sealed class ServerEventLog
{
    /// <summary>How many events a server keeps.</summary>
    public const int Capacity = 1024;

    private readonly object gate = new();
    private NetServerEvent[] ring = new NetServerEvent[16];
    private long next;
    private TaskCompletionSource? arrival;

    /// <summary>The number of events ever written, which is the position of the next.</summary>
    public long Count
    {
        get
        {
            lock (gate)
                return next;
        }
    }

    /// <summary>Adds an event.</summary>
    public void Add(NetServerEvent entry)
    {
        TaskCompletionSource? waiter;
        lock (gate)
        {
            // A server that sees little holds little: the ring grows up to its capacity, then turns.
            if (next == ring.Length && ring.Length < Capacity)
                Array.Resize(ref ring, Math.Min(Capacity, ring.Length * 4));
            ring[next % ring.Length] = entry;
            next++;
            waiter = arrival;
            arrival = null;
        }

        waiter?.TrySetResult();
    }

    /// <summary>The events from a position on that are still kept, and the position to go on from.</summary>
    public (IReadOnlyList<NetServerEvent> Events, long Next) Read(long position)
    {
        lock (gate)
        {
            long first = Math.Max(position, next - ring.Length);
            var events = new NetServerEvent[Math.Max(0, next - first)];
            for (long i = first; i < next; i++)
                events[i - first] = ring[i % ring.Length];
            return (events, next);
        }
    }

    /// <summary>Completes when an event at the position or after it is there.</summary>
    public Task WaitAsync(long position, CancellationToken cancellationToken)
    {
        Task signal;
        lock (gate)
        {
            if (next > position)
                return Task.CompletedTask;
            arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            signal = arrival.Task;
        }

        return signal.WaitAsync(cancellationToken);
    }
}
