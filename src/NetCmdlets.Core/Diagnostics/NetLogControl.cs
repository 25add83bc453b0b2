namespace NetCmdlets.Diagnostics;

/// <summary>Turns the log of this process on and off.</summary>
public sealed class NetLogControl
{
    private readonly object gate = new();
    private readonly NetLogFiles files;
    private readonly TimeProvider time;
    private INetLogFile? log;
    private NetLogOptions? options;
    private DateTime startedAt;

    internal NetLogControl(NetLogFiles files, TimeProvider? time = null)
    {
        this.files = files;
        this.time = time ?? TimeProvider.System;
    }

    /// <summary>The control of this process.</summary>
    public static NetLogControl Default { get; } = new(NetLogFiles.Default);

    /// <summary>What the log is set to now.</summary>
    public NetLogSetting Setting
    {
        get
        {
            lock (gate)
                return Describe();
        }
    }

    /// <summary>
    /// Writes events to a file from now on. A log that is on already is closed first where it is the same file, and
    /// after the new one is open where it is another, so that no event falls between the two.
    /// </summary>
    /// <exception cref="NetException">As <see cref="NetLogFiles.Open"/>: the log that is on stays.</exception>
    public NetLogSetting Enable(NetLogOptions wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        lock (gate)
        {
            bool same = options is not null && SamePath(options.Path, wanted.Path);
            if (same)
                log!.Dispose();
            INetLogFile opened = same ? Reopen(wanted) : files.Open(wanted);
            INetLogFile? previous = log;
            log = opened;
            options = wanted with { Path = Path.GetFullPath(wanted.Path) };
            startedAt = time.GetLocalNow().LocalDateTime;
            NetLog.Use(opened);
            previous?.Dispose();
            return Describe();
        }
    }

    /// <summary>
    /// Writes nothing from now on: what waits is written out and the file closed. Returns what the log was set to at
    /// its end; not enabled where it was off already.
    /// </summary>
    public NetLogSetting Disable()
    {
        lock (gate)
            return Close();
    }

    // A file is open with one set of settings at a time; where the new ones are refused those before hold again.
    private INetLogFile Reopen(NetLogOptions wanted)
    {
        NetLog.Use(null);
        try
        {
            return files.Open(wanted);
        }
        catch (NetException)
        {
            log = files.Open(options!);
            NetLog.Use(log);
            throw;
        }
    }

    private NetLogSetting Close()
    {
        NetLog.Use(null);
        log?.Dispose();
        // Read after the file is closed, when the counts are final.
        NetLogSetting last = Describe() with { Enabled = false };
        log = null;
        options = null;
        return last;
    }

    private static bool SamePath(string left, string right)
    {
        try
        {
            return string.Equals(left, Path.GetFullPath(right), StringComparison.Ordinal);
        }
        catch (ArgumentException)
        {
            // Not a path at all: Open says so.
            return false;
        }
    }

    private NetLogSetting Describe() => options is null || log is null
        ? new NetLogSetting(false)
        : new NetLogSetting(
            true,
            options.Path,
            log.CurrentFile,
            options.Format,
            options.MinimumLevel,
            options.RollingInterval,
            options.MaxFileBytes,
            startedAt,
            log.EventsWritten,
            log.EventsDropped);
}
