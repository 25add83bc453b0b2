using System.Net;
using System.Net.Sockets;

namespace NetCmdlets.Servers.Tcp;

/// <summary>
/// Slows down who guesses. After an attempt that failed, the next of the same address waits, twice as long each time up
/// to a ceiling, and attempts made at once stand in line; one that would wait too long is refused unheard. A success
/// or a minute without an attempt wipes the slate. An IPv6 address counts as its /64, which one customer has.
/// </summary>
internal sealed class FailedAttempts(TimeProvider time)
{
    /// <summary>The wait after the first failure.</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest that one failure adds.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    /// <summary>An attempt that would have to stand in line for longer is refused unheard.</summary>
    public static readonly TimeSpan LongestLine = TimeSpan.FromSeconds(5);

    private const int Capacity = 4096;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private readonly object gate = new();
    private readonly Dictionary<IPAddress, Record> records = [];
    private readonly long started = time.GetTimestamp();

    /// <summary>How many addresses are remembered.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return records.Count;
        }
    }

    // Of a clock that nobody sets: the time of day may go back, and who failed once would wait for it to come again.
    private TimeSpan Now => time.GetElapsedTime(started);

    /// <summary>How long an attempt of an address has to wait now; null where it is refused unheard.</summary>
    public TimeSpan? Reserve(EndPoint? remote)
    {
        lock (gate)
        {
            TimeSpan now = Now;
            if (!records.TryGetValue(KeyOf(remote), out Record? record) || now - record.Last > Memory)
                return TimeSpan.Zero;
            TimeSpan turn = record.Next > now ? record.Next : now;
            if (turn - now > LongestLine)
                return null;
            // Who comes next stands behind this one, whatever becomes of it.
            record.Next = turn + DelayAfter(record.Failures);
            return turn - now;
        }
    }

    /// <summary>Counts a failure.</summary>
    public void Fail(EndPoint? remote)
    {
        IPAddress key = KeyOf(remote);
        lock (gate)
        {
            TimeSpan now = Now;
            if (!records.TryGetValue(key, out Record? record) || now - record.Last > Memory)
            {
                Forget(now);
                records[key] = record = new Record();
            }

            record.Failures++;
            record.Last = now;
            TimeSpan next = now + DelayAfter(record.Failures);
            if (next > record.Next)
                record.Next = next;
        }
    }

    /// <summary>Wipes the slate of an address.</summary>
    public void Succeed(EndPoint? remote)
    {
        lock (gate)
            records.Remove(KeyOf(remote));
    }

    private static TimeSpan DelayAfter(int failures)
    {
        double delay = FirstDelay.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 16) - 1);
        return TimeSpan.FromMilliseconds(Math.Min(delay, LongestDelay.TotalMilliseconds));
    }

    private static IPAddress KeyOf(EndPoint? remote)
    {
        if (remote is not IPEndPoint peer)
            return IPAddress.None;
        if (peer.Address.IsIPv4MappedToIPv6)
            return peer.Address.MapToIPv4();
        if (peer.AddressFamily != AddressFamily.InterNetworkV6)
            return peer.Address;
        byte[] network = peer.Address.GetAddressBytes();
        Array.Clear(network, 8, 8);
        return new IPAddress(network);
    }

    // A flood from many addresses must not grow the table without end: the oldest goes where none has expired.
    private void Forget(TimeSpan now)
    {
        if (records.Count < Capacity)
            return;
        IPAddress[] expired = [.. records.Where(each => now - each.Value.Last > Memory).Select(each => each.Key)];
        if (expired.Length == 0)
            expired = [records.MinBy(each => each.Value.Last).Key];
        foreach (IPAddress address in expired)
            records.Remove(address);
    }

    private sealed class Record
    {
        public int Failures { get; set; }

        public TimeSpan Last { get; set; }

        public TimeSpan Next { get; set; }
    }
}
