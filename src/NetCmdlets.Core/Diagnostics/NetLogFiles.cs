using System.Diagnostics.CodeAnalysis;

namespace NetCmdlets.Diagnostics;

/// <summary>
/// The log files that are open in this process. Servers and the process's own log that name the same file share it:
/// it is opened once and closed by the last that lets go of it. What still waits is written when the process exits.
/// </summary>
public sealed class NetLogFiles
{
    private static readonly Lazy<NetLogFiles> Shared = new(() =>
    {
        var files = new NetLogFiles(() => LogAssemblyLoader.Default);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => files.CloseAll();
        return files;
    });

    private readonly object gate = new();
    private readonly Dictionary<string, Entry> open = new(
        OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
    private readonly Func<INetLogFactory> factory;

    internal NetLogFiles(Func<INetLogFactory> factory) => this.factory = factory;

    /// <summary>The files of this process.</summary>
    public static NetLogFiles Default => Shared.Value;

    /// <summary>Opens a log, or joins the one that is open on that file.</summary>
    /// <param name="options">The file and what it keeps.</param>
    /// <exception cref="NetException">
    /// FileFailed or AccessDenied: the file cannot be written. InvalidRequest: it is open with other settings, or a
    /// setting is out of its range. NotSupported: the logging assemblies are missing.
    /// </exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The caller owns the handle.")]
    public INetLogFile Open(NetLogOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        NetLogOptions wanted = Validate(options);
        lock (gate)
        {
            if (open.TryGetValue(wanted.Path, out Entry? entry))
            {
                if (entry.Options != wanted)
                {
                    throw new NetException(
                        FailureKind.InvalidRequest,
                        $"'{wanted.Path}' is open as a log with other settings. Use the same settings or another file.",
                        wanted.Path);
                }
            }
            else
            {
                entry = new Entry(wanted, factory().Open(wanted));
                open[wanted.Path] = entry;
            }

            entry.Users++;
            return new Handle(this, entry);
        }
    }

    /// <summary>Writes out and closes every log, whoever uses it.</summary>
    public void CloseAll()
    {
        Entry[] entries;
        lock (gate)
        {
            entries = [.. open.Values];
            open.Clear();
        }

        foreach (Entry entry in entries)
            entry.Log.Dispose();
    }

    private static NetLogOptions Validate(NetLogOptions options)
    {
        if (options.MaxFileBytes < NetLogOptions.MinimumFileBytes)
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                $"A log cannot roll at {options.MaxFileBytes} bytes; give at least {NetLogOptions.MinimumFileBytes}.",
                options.MaxFileBytes);
        }

        try
        {
            return options with { Path = Path.GetFullPath(options.Path) };
        }
        catch (ArgumentException error)
        {
            throw new NetException(
                FailureKind.FileFailed, $"'{options.Path}' is not the path of a file.", options.Path, error);
        }
    }

    private void Release(Entry entry)
    {
        lock (gate)
        {
            if (--entry.Users > 0)
                return;
            // After CloseAll another entry may stand at this path.
            if (open.TryGetValue(entry.Options.Path, out Entry? found) && ReferenceEquals(found, entry))
                open.Remove(entry.Options.Path);
            // Closed under the lock: who opens the file next must find it free.
            entry.Log.Dispose();
        }
    }

    private sealed class Entry(NetLogOptions options, INetLogFile log)
    {
        public NetLogOptions Options { get; } = options;

        public INetLogFile Log { get; } = log;

        public int Users { get; set; }
    }

    /// <summary>One user's hold on a log: letting go twice counts once.</summary>
    private sealed class Handle(NetLogFiles owner, Entry held) : INetLogFile
    {
        private int released;

        public string? CurrentFile => held.Log.CurrentFile;

        public long EventsWritten => held.Log.EventsWritten;

        public long EventsDropped => held.Log.EventsDropped;

        public bool IsEnabled(NetLogLevel level) => held.Log.IsEnabled(level);

        public void Write(in NetLogEvent entry) => held.Log.Write(entry);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref released, 1) == 0)
                owner.Release(held);
        }
    }
}
