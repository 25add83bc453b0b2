using NetCmdlets.Framing;
using NetCmdlets.Operations.Echo;

namespace NetCmdlets.Operations.Throughput;

/// <summary>
/// What came back of a run of numbered datagrams: each is told from the others, and from what was never sent. One
/// thread adds; others may read the counts meanwhile, and all the rest when the last has come.
/// </summary>
/// <param name="run">The run's number.</param>
/// <param name="messageBytes">The size of each datagram.</param>
/// <param name="time">The clock of the time stamps.</param>
internal sealed class DatagramAnswers(uint run, int messageBytes, TimeProvider time)
{
    private readonly SequenceTally tally = new();
    private readonly InterarrivalJitter jitter = new();
    private readonly LatencyHistogram times = new();
    private long arrivals;
    private long received;
    private long corrupted;

    /// <summary>How many datagrams came, of whatever kind.</summary>
    public long Arrivals => Volatile.Read(ref arrivals);

    /// <summary>How many of those sent came, each counted once.</summary>
    public long Received => Volatile.Read(ref received);

    /// <summary>When the last of these came; null where none did.</summary>
    public long? LastArrival { get; private set; }

    /// <summary>Takes in a datagram that came.</summary>
    public void Add(ReadOnlySpan<byte> datagram)
    {
        long now = time.GetTimestamp();
        Volatile.Write(ref arrivals, arrivals + 1);
        if (datagram.Length != messageBytes
            || !NumberedDatagram.TryRead(datagram, run, out NumberedDatagram answer))
        {
            corrupted++;
            return;
        }

        if (tally.Add(answer.Number) == SequenceArrival.Duplicate)
            return;
        TimeSpan transit = time.GetElapsedTime(answer.Timestamp, now);
        times.Add(transit);
        jitter.Add(transit);
        LastArrival = now;
        Volatile.Write(ref received, received + 1);
    }

    /// <summary>Puts what is known into a result that has what was sent.</summary>
    /// <param name="result">The result.</param>
    /// <param name="elapsed">How long it took until the last came.</param>
    public UdpThroughput Describe(UdpThroughput result, TimeSpan elapsed)
    {
        long lost = tally.LostOf(result.Sent);
        long bytes = received * messageBytes;
        return result with
        {
            Received = received,
            Lost = lost,
            LossPercent = result.Sent == 0 ? 0 : 100.0 * lost / result.Sent,
            Duplicates = tally.Duplicates,
            Reordered = tally.Reordered,
            Corrupted = corrupted,
            BytesReceived = bytes,
            ReceivedMegabitsPerSecond = DataRate.Megabits(bytes, elapsed),
            Minimum = times.Minimum,
            P50 = times.Percentile(0.50),
            P95 = times.Percentile(0.95),
            P99 = times.Percentile(0.99),
            Maximum = times.Maximum,
            Jitter = jitter.Value,
        };
    }
}
