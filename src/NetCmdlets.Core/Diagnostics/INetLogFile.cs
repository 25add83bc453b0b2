namespace NetCmdlets.Diagnostics;

/// <summary>A log that is written to a file. Disposing it writes out what waits and closes the file.</summary>
public interface INetLogFile : INetLog, IDisposable
{
    /// <summary>The file that is written now; it differs from the path asked for where the log rolls.</summary>
    string? CurrentFile { get; }

    /// <summary>How many events were taken.</summary>
    long EventsWritten { get; }

    /// <summary>How many events were lost: the queue was full, or the file could not be written.</summary>
    long EventsDropped { get; }
}

/// <summary>Opens log files: implemented by the logging assembly, which is loaded only when a log is wanted.</summary>
public interface INetLogFactory
{
    /// <summary>Opens a log.</summary>
    /// <exception cref="NetException">The file cannot be written (FileFailed, AccessDenied).</exception>
    INetLogFile Open(NetLogOptions options);
}
