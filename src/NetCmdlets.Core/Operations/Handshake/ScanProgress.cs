using System.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Handshake;

/// <summary>Counts handshakes and says, a few times a second, how far they are. Quick scans say nothing.</summary>
internal sealed class ScanProgress
{
    private const string Activity = "Shaking hands";
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly long Interval = Stopwatch.Frequency / 4;

    private readonly long started = Stopwatch.GetTimestamp();
    private long expected;
    private long done;
    private long open;
    private long nextReport = Stopwatch.GetTimestamp() + (long)(First.TotalSeconds * Stopwatch.Frequency);

    /// <summary>Adds to the number of handshakes to come.</summary>
    public void Expect(int handshakes) => Interlocked.Add(ref expected, handshakes);

    /// <summary>Counts one as done; returns a report where it is time for one.</summary>
    public OperationProgress? Count(bool succeeded)
    {
        long finished = Interlocked.Increment(ref done);
        if (succeeded)
            Interlocked.Increment(ref open);
        long now = Stopwatch.GetTimestamp();
        long due = Volatile.Read(ref nextReport);
        if (now < due || Interlocked.CompareExchange(ref nextReport, now + Interval, due) != due)
            return null;
        long all = Volatile.Read(ref expected);
        return new OperationProgress(
            Activity,
            $"{finished:N0} of {all:N0}, {Volatile.Read(ref open):N0} open, "
                + $"{finished / Stopwatch.GetElapsedTime(started).TotalSeconds:N0} a second",
            (int)(100 * finished / Math.Max(1, all)),
            finished == all);
    }
}
