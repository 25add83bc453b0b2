using System.Security;
using NetCmdlets.Diagnostics;
using Serilog.Debugging;

namespace NetCmdlets.Logging;

/// <summary>Opens logs over Serilog's file sink. The core finds this class by its name.</summary>
public sealed class SerilogFactory : INetLogFactory
{
    /// <summary>Makes the factory and listens to Serilog's reports of its own failures.</summary>
    public SerilogFactory() => SelfLog.Enable(LossCounter.Report);

    /// <inheritdoc/>
    public INetLogFile Open(NetLogOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RequireWritable(options);
        var log = new SerilogFile(options);
        if (log.WriteOpeningEvent() is not string fault)
            return log;
        log.Dispose();
        throw new NetException(FailureKind.FileFailed, Describe(options.Path, fault), options.Path);
    }

    /// <summary>Tries the file before Serilog does, because Serilog swallows the exception.</summary>
    private static void RequireWritable(NetLogOptions options)
    {
        bool rolls = options.RollingInterval != NetLogRolling.Infinite || options.MaxFileBytes is not null;
        try
        {
            string folder = Path.GetDirectoryName(options.Path)
                ?? throw new IOException("it is the root folder");
            Directory.CreateDirectory(folder);
            if (Directory.Exists(options.Path))
                throw new IOException("it is a folder");
            // A log that rolls writes to names of its own; a file that goes at once tells whether the folder takes one.
            string probe = rolls ? Path.Combine(folder, $".netlog-{Guid.NewGuid():N}") : options.Path;
            using var file = new FileStream(
                probe,
                FileMode.Append,
                FileAccess.Write,
                FileShare.ReadWrite,
                bufferSize: 1,
                rolls ? FileOptions.DeleteOnClose : FileOptions.None);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or SecurityException)
        {
            throw new NetException(
                FailureKind.AccessDenied, Describe(options.Path, error.Message), options.Path, error);
        }
        catch (Exception error) when (error is IOException or ArgumentException or NotSupportedException)
        {
            throw new NetException(FailureKind.FileFailed, Describe(options.Path, error.Message), options.Path, error);
        }
    }

    private static string Describe(string path, string why)
        => $"Opening the log '{path}' failed: {why.TrimEnd('.')}. Choose a file in a folder that you may write to.";
}
