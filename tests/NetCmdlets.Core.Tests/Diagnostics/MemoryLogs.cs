using NetCmdlets.Diagnostics;

namespace NetCmdlets.Core.Tests.Diagnostics;

/// <summary>Opens logs that keep their events in memory.</summary>
internal sealed class MemoryLogs : INetLogFactory
{
    public List<MemoryLog> Opened { get; } = [];

    public INetLogFile Open(NetLogOptions options)
    {
        if (Path.GetFileName(options.Path) == "bad.log")
            throw new NetException(FailureKind.FileFailed, "bad", options.Path);
        var log = new MemoryLog(options);
        Opened.Add(log);
        return log;
    }

    internal sealed class MemoryLog(NetLogOptions options) : INetLogFile
    {
        public List<NetLogEvent> Events { get; } = [];

        public NetLogOptions Options => options;

        public bool Closed { get; private set; }

        public string? CurrentFile => options.Path;

        public long EventsWritten => Events.Count;

        public long EventsDropped => 0;

        public bool IsEnabled(NetLogLevel level) => level >= options.MinimumLevel;

        public void Write(in NetLogEvent entry) => Events.Add(entry);

        public void Dispose() => Closed = true;
    }
}
