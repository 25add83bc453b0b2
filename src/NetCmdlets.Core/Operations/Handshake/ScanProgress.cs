using System.Diagnostics;
using NetCmdlets.Pipeline;
using static System.FormattableString;

namespace NetCmdlets.Operations.Handshake;

/// <summary>Counts what is tried of many, and says how far that is.</summary>
/// <param name="activity">What is being done.</param>
/// <param name="good">What those are called that went well: 'open'.</param>
internal sealed class ScanProgress(string activity, string good)
{
    private readonly long started = Stopwatch.GetTimestamp();
    private long expected;
    private long done;
    private long succeeded;

    /// <summary>How far it is; null before the first is expected.</summary>
    public OperationProgress? Current
    {
        get
        {
            long all = Volatile.Read(ref expected);
            long finished = Volatile.Read(ref done);
            if (all <= 0)
                return null;
            return new OperationProgress(
                activity,
                Invariant($"{finished:N0} of {all:N0}, {Volatile.Read(ref succeeded):N0} {good}, ")
                    + Invariant($"{finished / Stopwatch.GetElapsedTime(started).TotalSeconds:N0} a second"),
                (int)Math.Min(100, 100.0 * finished / all));
        }
    }

    /// <summary>Adds to the number to come, or takes away from it.</summary>
    public void Expect(long more) => Interlocked.Add(ref expected, more);

    /// <summary>Counts one as done.</summary>
    public void Count(bool wentWell)
    {
        Interlocked.Increment(ref done);
        if (wentWell)
            Interlocked.Increment(ref succeeded);
    }
}
