using System.Net;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Servers;

/// <summary>
/// Where one server's events are logged: the process's log, and a file of the server's own where it has one. What
/// peers sent is not a parameter here, so it cannot be logged.
/// </summary>
internal sealed class ServerLog
{
    private INetLogFile? own;

    /// <summary>The file of the server's own; null where it has none.</summary>
    public string? Path { get; private set; }

    /// <summary>
    /// Opens a file of the server's own, from Debug up: connections, limits and security events. A path that ends
    /// in .json gets JSON.
    /// </summary>
    /// <param name="path">The file; null or empty for none.</param>
    /// <exception cref="NetException">The file cannot be written (FileFailed, AccessDenied).</exception>
    public void Open(string? path)
    {
        if (string.IsNullOrEmpty(path))
            return;
        bool json = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        own = NetLogFiles.Default.Open(new NetLogOptions
        {
            Path = path,
            Format = json ? NetLogFormat.Json : NetLogFormat.Text,
            MinimumLevel = NetLogLevel.Debug,
        });
        Path = path;
    }

    /// <summary>Writes out what waits and closes the server's own file.</summary>
    public void Close() => Interlocked.Exchange(ref own, null)?.Dispose();

    /// <summary>Logs an event.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="connectionId">The connection's number, where it is about one.</param>
    /// <param name="remote">The peer.</param>
    /// <param name="bytes">How many bytes it concerns.</param>
    /// <param name="reason">Why.</param>
    /// <param name="error">The exception behind it.</param>
    /// <param name="refuses">Whether it turns a peer away, which is a warning whatever its kind.</param>
    public void Write(
        string server,
        NetServerEventKind kind,
        long? connectionId,
        EndPoint? remote,
        long? bytes,
        string? reason,
        Exception? error,
        bool refuses)
    {
        NetLogLevel level = refuses ? NetLogLevel.Warning : LevelOf(kind);
        INetLogFile? file = Volatile.Read(ref own);
        INetLog process = NetLog.Current;
        bool toFile = file is not null && file.IsEnabled(level);
        bool toProcess = process.IsEnabled(level);
        if (!toFile && !toProcess)
            return;

        if (kind == NetServerEventKind.HandlerError)
        {
            // A handler's message may quote what the peer sent; its type does not.
            reason = error?.GetType().Name;
            error = null;
        }

        var entry = new NetLogEvent(
            level, server, kind.ToString(), remote, connectionId ?? 0, bytes ?? 0, reason, error);
        if (toFile)
            file!.Write(entry);
        if (toProcess)
            process.Write(entry);
    }

    private static NetLogLevel LevelOf(NetServerEventKind kind) => kind switch
    {
        NetServerEventKind.Received or NetServerEventKind.Sent => NetLogLevel.Verbose,
        NetServerEventKind.Accepted or NetServerEventKind.Closed => NetLogLevel.Debug,
        NetServerEventKind.Started or NetServerEventKind.Stopped => NetLogLevel.Information,
        NetServerEventKind.Error or NetServerEventKind.HandlerError => NetLogLevel.Error,
        _ => NetLogLevel.Warning,
    };
}
