using System.Diagnostics;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Operations.Echo;

/// <summary>A load on one echo server: what all its connections count together, and when they end.</summary>
internal abstract class EchoLoad : IDisposable
{
    private long started;
    private long lastAnswer;
    private long sent;
    private long received;
    private long lost;
    private long corrupted;
    private long jitterTicks;
    private long jitterCount;
    private int errors;
    private string? reason;
    private volatile bool timeIsOver;

    protected EchoLoad(MeasureEchoServerRequest request) => Request = request;

    /// <summary>The times of all round trips.</summary>
    public LatencyHistogram Times { get; } = new();

    /// <summary>How many messages were sent.</summary>
    public long Sent => Volatile.Read(ref sent);

    /// <summary>How long it has run.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(Volatile.Read(ref started));

    protected MeasureEchoServerRequest Request { get; }

    /// <summary>Opens the connections; returns why it cannot.</summary>
    public abstract Task<NetFailure?> OpenAsync(string target, CancellationToken cancellationToken);

    /// <summary>Sends and receives on all connections until it is enough; ends early when aborted.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        started = lastAnswer = Stopwatch.GetTimestamp();
        return RunConnectionsAsync(cancellationToken);
    }

    /// <summary>Called several times a second: ends the run when its time is over, and what waits too long.</summary>
    public void Tick()
    {
        if (Request.Count == 0 && Elapsed >= Request.Duration)
            timeIsOver = true;
        EndOverdue(Stopwatch.GetTimestamp());
    }

    /// <summary>Ends everything at once.</summary>
    public abstract void Abort();

    /// <summary>What came of it.</summary>
    public EchoMeasurement Describe(string target, IReadOnlyList<double> rates, IReadOnlyList<double> medians)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started, lastAnswer);
        double seconds = elapsed.TotalSeconds;
        long complete = Volatile.Read(ref received);
        return Extend(new EchoMeasurement
        {
            ComputerName = target,
            Port = Request.SocketPath is null ? Request.Port : null,
            Protocol = Request.Protocol,
            Connections = Request.Connections,
            MessageBytes = Request.MessageBytes,
            Sent = Sent,
            Received = complete,
            Lost = lost,
            LossPercent = Sent == 0 ? 0 : 100.0 * lost / Sent,
            Corrupted = corrupted,
            Errors = errors,
            Reason = reason,
            Elapsed = elapsed,
            Rate = seconds > 0 ? complete / seconds : 0,
            BytesPerSecond = seconds > 0 ? complete * (double)Request.MessageBytes / seconds : 0,
            Minimum = Times.Minimum,
            Mean = Times.Mean,
            P50 = Times.Percentile(0.50),
            P95 = Times.Percentile(0.95),
            P99 = Times.Percentile(0.99),
            Maximum = Times.Maximum,
            Jitter = jitterCount > 0 ? new TimeSpan(jitterTicks / jitterCount) : null,
            RateSamples = rates,
            MedianSamples = medians,
        });
    }

    public void Dispose()
    {
        Abort();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs every connection to its end.</summary>
    protected abstract Task RunConnectionsAsync(CancellationToken cancellationToken);

    /// <summary>Ends or counts what waits longer than allowed.</summary>
    /// <param name="now">A time stamp of Stopwatch.</param>
    protected abstract void EndOverdue(long now);

    /// <summary>Adds what only this protocol can tell.</summary>
    protected virtual EchoMeasurement Extend(EchoMeasurement measurement) => measurement;

    /// <summary>Whether a connection that has sent so many messages sends another.</summary>
    protected bool IsMoreWanted(long sentByConnection)
        => Request.Count > 0 ? sentByConnection < Request.Count : !timeIsOver;

    /// <summary>Counts a message that was sent.</summary>
    protected void CountSent() => Interlocked.Increment(ref sent);

    /// <summary>Counts a round trip.</summary>
    /// <param name="time">How long it took.</param>
    /// <param name="previous">The one before it on the same connection; null for the first.</param>
    protected void CountReceived(TimeSpan time, TimeSpan? previous)
    {
        Times.Add(time);
        Interlocked.Increment(ref received);
        Volatile.Write(ref lastAnswer, Stopwatch.GetTimestamp());
        if (previous is not TimeSpan before)
            return;
        Interlocked.Add(ref jitterTicks, Math.Abs((time - before).Ticks));
        Interlocked.Increment(ref jitterCount);
    }

    /// <summary>Counts messages that did not come back, or takes back that they were lost.</summary>
    protected void CountLost(int messages) => Interlocked.Add(ref lost, messages);

    /// <summary>Counts a message that came back with other bytes.</summary>
    protected void CountCorrupted() => Interlocked.Increment(ref corrupted);

    /// <summary>Counts a connection that ended early.</summary>
    protected void CountError(string why)
    {
        Interlocked.Increment(ref errors);
        Interlocked.CompareExchange(ref reason, why, null);
    }
}
