namespace NetCmdlets.Diagnostics;

/// <summary>The process-wide log that servers and clients write to: nowhere, until one is enabled.</summary>
public static class NetLog
{
    private static volatile INetLog current = NullLog.Instance;

    /// <summary>The log in force. Never null.</summary>
    public static INetLog Current => current;

    /// <summary>Puts a log in force and returns the one that was; null turns logging off.</summary>
    public static INetLog Use(INetLog? log)
        => Interlocked.Exchange(ref current, log ?? NullLog.Instance);

    private sealed class NullLog : INetLog
    {
        public static readonly NullLog Instance = new();

        public bool IsEnabled(NetLogLevel level) => false;

        public void Write(in NetLogEvent entry)
        {
        }
    }
}
