namespace NetCmdlets.Logging;

/// <summary>
/// Counts what one log's file did not take. Serilog reports such a loss to one place for all logs of the process, on
/// the thread that writes, so the log that is writing is noted for the thread.
/// </summary>
internal sealed class LossCounter
{
    [ThreadStatic]
    private static LossCounter? writing;

    private long count;
    private volatile string? lastReport;

    /// <summary>How many events the file did not take.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>What Serilog said of the last loss; null where there was none.</summary>
    public string? LastReport => lastReport;

    /// <summary>Takes a report of Serilog's, on the thread that was writing.</summary>
    public static void Report(string message)
    {
        if (writing is not LossCounter counter)
            return;
        counter.lastReport = message;
    }

    /// <summary>Writes, and counts a loss where Serilog reports one meanwhile.</summary>
    public void Watch(Action write)
    {
        LossCounter? outer = writing;
        writing = this;
        lastReport = null;
        try
        {
            write();
        }
        finally
        {
            writing = outer;
            if (lastReport is not null)
                Interlocked.Increment(ref count);
        }
    }
}
