using System.Text;
using NetCmdlets.Diagnostics;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Sinks.Async;
using Serilog.Sinks.File;

namespace NetCmdlets.Logging;

/// <summary>
/// One log file: events wait in a bounded queue and one thread writes them, so who logs never waits for the disk. An
/// event that finds the queue full is dropped and counted.
/// </summary>
internal sealed class SerilogFile : INetLogFile, ILogEventSink, IAsyncLogEventSinkMonitor
{
    /// <summary>How many events may wait for the disk.</summary>
    public const int QueueLength = 10_000;

    // A disk that hangs must not hang the process's exit.
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    private readonly LogEventLevel minimum;
    private readonly LossCounter losses = new();
    private readonly OpenedFiles opened = new();
    private readonly Logger file;
    private readonly Logger queue;
    private IAsyncLogEventSinkInspector? inspector;
    private long written;
    private long refused;
    private long overflowed;
    private int closed;

    /// <summary>Sets the sinks up; the file itself is opened by the first event.</summary>
    public SerilogFile(NetLogOptions options)
    {
        minimum = LevelOf(options.MinimumLevel);
        ITextFormatter formatter = options.Format == NetLogFormat.Json
            ? new JsonEventFormatter()
            : new TextEventFormatter();
        file = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.File(
                formatter,
                options.Path,
                fileSizeLimitBytes: options.MaxFileBytes,
                rollingInterval: Enum.Parse<RollingInterval>(options.RollingInterval.ToString()),
                rollOnFileSizeLimit: options.MaxFileBytes is not null,
                retainedFileCountLimit: NetLogOptions.RetainedFiles,
                encoding: new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                hooks: opened)
            .CreateLogger();
        queue = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.Async(sinks => sinks.Sink(this), this, QueueLength, blockWhenFull: false)
            .CreateLogger();
    }

    /// <inheritdoc/>
    public string? CurrentFile => opened.Current;

    /// <inheritdoc/>
    public long EventsWritten => Interlocked.Read(ref written);

    /// <inheritdoc/>
    public long EventsDropped => losses.Count + Interlocked.Read(ref refused)
        + (inspector?.DroppedMessagesCount ?? Interlocked.Read(ref overflowed));

    /// <inheritdoc/>
    public bool IsEnabled(NetLogLevel level) => LevelOf(level) >= minimum;

    /// <inheritdoc/>
    public void Write(in NetLogEvent entry)
    {
        if (!IsEnabled(entry.Level))
            return;
        try
        {
            if (Volatile.Read(ref closed) != 0)
            {
                Interlocked.Increment(ref refused);
                return;
            }

            queue.Write(EventFields.ToLogEvent(entry, LevelOf(entry.Level), DateTimeOffset.Now));
            Interlocked.Increment(ref written);
        }
        catch (Exception)
        {
            // A log must never bring down what it watches.
            Interlocked.Increment(ref refused);
        }
    }

    /// <summary>Writes the log's first event straight to the file; returns why it could not, or null.</summary>
    public string? WriteOpeningEvent()
    {
        var entry = new NetLogEvent(
            NetLogLevel.Information, "NetLog", "Opened", Reason: $"process {Environment.ProcessId}");
        Emit(EventFields.ToLogEvent(entry, LogEventLevel.Information, DateTimeOffset.Now));
        return losses.LastReport;
    }

    /// <summary>Writes one event to the file, on the queue's thread.</summary>
    public void Emit(LogEvent logEvent) => losses.Watch(() => file.Write(logEvent));

    /// <inheritdoc/>
    void IAsyncLogEventSinkMonitor.StartMonitoring(IAsyncLogEventSinkInspector inspector) => this.inspector = inspector;

    /// <inheritdoc/>
    void IAsyncLogEventSinkMonitor.StopMonitoring(IAsyncLogEventSinkInspector inspector)
    {
        Interlocked.Exchange(ref overflowed, inspector.DroppedMessagesCount);
        this.inspector = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
            return;
        // The queue first: it hands the file what waits.
        Task closing = Task.Factory.StartNew(
            () =>
            {
                queue.Dispose();
                file.Dispose();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            closing.Wait(CloseLimit);
        }
        catch (AggregateException)
        {
            // A file that cannot be closed is lost already; the count says so.
            Interlocked.Increment(ref refused);
        }
    }

    private static LogEventLevel LevelOf(NetLogLevel level) => level switch
    {
        NetLogLevel.Verbose => LogEventLevel.Verbose,
        NetLogLevel.Debug => LogEventLevel.Debug,
        NetLogLevel.Information => LogEventLevel.Information,
        NetLogLevel.Warning => LogEventLevel.Warning,
        _ => LogEventLevel.Error,
    };

    /// <summary>Notes the file that the sink writes to now.</summary>
    private sealed class OpenedFiles : FileLifecycleHooks
    {
        private volatile string? current;

        public string? Current => current;

        public override Stream OnFileOpened(string path, Stream underlyingStream, Encoding encoding)
        {
            current = path;
            return base.OnFileOpened(path, underlyingStream, encoding);
        }
    }
}
