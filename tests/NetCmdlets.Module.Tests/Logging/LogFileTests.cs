using System.Net;
using System.Net.Sockets;
using System.Runtime.Loader;
using System.Text.Json;
using NetCmdlets.Diagnostics;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Module.Tests.Logging;

/// <summary>The files that the real logging assembly writes.</summary>
public sealed class LogFileTests : IDisposable
{
    private static readonly IPEndPoint Peer = new(IPAddress.Loopback, 4711);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_text_line_has_time_level_source_event_and_the_fields_that_are_there()
    {
        using (INetLogFile log = Open("net.log", NetLogFormat.Text))
        {
            log.Write(new NetLogEvent(NetLogLevel.Warning, "TcpEcho-1", "Rejected", Peer, 7, 64, "limit of 2"));
            log.Write(new NetLogEvent(NetLogLevel.Information, "TcpEcho-1", "Stopped"));
        }

        string[] lines = Lines("net.log");
        Assert.Equal(3, lines.Length);
        Assert.Matches(
            @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} [+-]\d\d:\d\d INF NetLog Opened - process \d+$", lines[0]);
        Assert.EndsWith(" WRN TcpEcho-1 Rejected 127.0.0.1:4711 connection=7 bytes=64 - limit of 2", lines[1]);
        Assert.EndsWith(" INF TcpEcho-1 Stopped", lines[2]);
    }

    [Fact]
    public void A_json_line_is_one_object_with_the_fields_that_are_there()
    {
        using (INetLogFile log = Open("net.json", NetLogFormat.Json))
        {
            log.Write(new NetLogEvent(
                NetLogLevel.Error, "Tcp \"E\"", "Error", Peer, 7, 64, "a\nb", new SocketException(104)));
            log.Write(new NetLogEvent(NetLogLevel.Information, "TcpEcho-1", "Stopped"));
        }

        string[] lines = Lines("net.json");
        Assert.Equal(3, lines.Length);
        using JsonDocument first = JsonDocument.Parse(lines[1]);
        JsonElement entry = first.RootElement;
        Assert.Equal("Error", entry.GetProperty("@l").GetString());
        Assert.Equal("{Source} {Event}", entry.GetProperty("@mt").GetString());
        Assert.Equal("Tcp \"E\"", entry.GetProperty("Source").GetString());
        Assert.Equal("127.0.0.1:4711", entry.GetProperty("RemoteEndPoint").GetString());
        Assert.Equal(7, entry.GetProperty("ConnectionId").GetInt64());
        Assert.Equal(64, entry.GetProperty("Bytes").GetInt64());
        Assert.Equal("a\nb", entry.GetProperty("Reason").GetString());
        Assert.Contains(nameof(SocketException), entry.GetProperty("@x").GetString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, entry.GetProperty("@t").GetDateTimeOffset().Offset);
        using JsonDocument second = JsonDocument.Parse(lines[2]);
        Assert.Equal(
            ["@t", "@mt", "Source", "Event"], second.RootElement.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public void A_peers_line_break_does_not_begin_a_line_of_the_log()
    {
        using (INetLogFile log = Open("net.log", NetLogFormat.Text))
        {
            log.Write(new NetLogEvent(
                NetLogLevel.Warning,
                "s",
                "Rejected",
                Reason: "x\r\n2026-01-01 INF forged\u001b[2J\u2028",
                Error: new IOException("a\nb")));
        }

        string line = Assert.Single(Lines("net.log"), line => line.Contains("forged", StringComparison.Ordinal));
        Assert.EndsWith(
            @" WRN s Rejected - x\u000d\u000a2026-01-01 INF forged\u001b[2J\u2028 (IOException: a\u000ab)", line);
    }

    [Theory]
    [InlineData(NetLogLevel.Verbose, 5)]
    [InlineData(NetLogLevel.Debug, 4)]
    [InlineData(NetLogLevel.Information, 3)]
    [InlineData(NetLogLevel.Warning, 2)]
    [InlineData(NetLogLevel.Error, 1)]
    public void Events_below_the_minimum_level_are_not_kept(NetLogLevel minimum, int kept)
    {
        using (INetLogFile log = Open("net.log", NetLogFormat.Text, minimum))
        {
            foreach (NetLogLevel level in Enum.GetValues<NetLogLevel>())
            {
                Assert.Equal(level >= minimum, log.IsEnabled(level));
                log.Write(new NetLogEvent(level, "source", "Happened"));
            }

            Assert.Equal(kept, log.EventsWritten);
        }

        Assert.Equal(kept, Lines("net.log").Count(line => line.EndsWith(" source Happened", StringComparison.Ordinal)));
    }

    [Fact]
    public void Events_of_many_threads_are_all_in_the_file_once_it_is_closed()
    {
        using (INetLogFile log = Open("net.log", NetLogFormat.Text))
        {
            Parallel.For(0, 8, thread =>
            {
                for (int i = 0; i < 500; i++)
                    log.Write(new NetLogEvent(NetLogLevel.Information, $"t{thread}", $"e{i}"));
            });
            Assert.Equal(4000, log.EventsWritten);
            Assert.Equal(0, log.EventsDropped);
        }

        var seen = Lines("net.log").Skip(1).Select(line => line[(line.IndexOf("INF", StringComparison.Ordinal) + 4)..])
            .ToHashSet();
        Assert.Equal(4000, seen.Count);
        Assert.Contains("t7 e499", seen);
    }

    [Fact]
    public void What_a_flood_loses_is_counted()
    {
        INetLogFile log = Open("net.log", NetLogFormat.Json);
        for (int i = 0; i < 60_000; i++)
            log.Write(new NetLogEvent(NetLogLevel.Information, "flood", "Event", Peer, i, i, "a reason"));
        log.Dispose();
        log.Write(new NetLogEvent(NetLogLevel.Information, "late", "Event"));

        Assert.Equal(60_000, log.EventsWritten);
        Assert.Equal(log.EventsWritten - (log.EventsDropped - 1), Lines("net.log").Length - 1);
    }

    [Fact]
    public void A_log_with_a_size_limit_goes_on_in_a_new_file()
    {
        string? first;
        string? last;
        using (INetLogFile log = NetLogFiles.Default.Open(
            new NetLogOptions { Path = folder.File("net.log"), MaxFileBytes = 1024 }))
        {
            first = log.CurrentFile;
            for (int i = 0; i < 100; i++)
                log.Write(new NetLogEvent(NetLogLevel.Information, "source", $"Event{i:000}"));
            log.Dispose();
            last = log.CurrentFile;
        }

        string[] files = Directory.GetFiles(folder.Path);
        Assert.Equal(folder.File("net.log"), first);
        Assert.NotEqual(first, last);
        Assert.Contains(last, files);
        Assert.True(files.Length > 5, string.Join(' ', files));
        // The limit is looked at before an event is written, so the last event of a file may pass it.
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 1024 + 80));
        IEnumerable<string> lines = files.SelectMany(File.ReadAllLines);
        Assert.Equal(100, lines.Count(line => line.Contains(" source Event", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_log_that_rolls_by_the_day_has_the_date_in_its_name()
    {
        using INetLogFile log = NetLogFiles.Default.Open(
            new NetLogOptions { Path = folder.File("net.log"), RollingInterval = NetLogRolling.Day });
        Assert.Matches(@"net\d{8}\.log$", log.CurrentFile);
        Assert.True(File.Exists(log.CurrentFile));
    }

    [Fact]
    public void Missing_folders_are_made_and_an_old_file_is_gone_on_with()
    {
        for (int i = 0; i < 2; i++)
            Open(Path.Combine("a", "b", "net.log"), NetLogFormat.Text).Dispose();
        Assert.Equal(2, Lines(Path.Combine("a", "b", "net.log")).Length);
    }

    [Fact]
    public void A_folder_or_a_file_in_the_way_is_FileFailed()
    {
        File.WriteAllText(folder.File("file"), "");
        foreach (string path in (string[])[folder.Path, folder.File("file/net.log")])
        {
            NetException error = Refused(path);
            Assert.Equal(FailureKind.FileFailed, error.Kind);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_full_disk_is_FileFailed_at_once()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "/dev/full is a device of Linux.");
        NetException error = Refused("/dev/full");
        Assert.Equal(FailureKind.FileFailed, error.Kind);
    }

    [Fact]
    public void A_folder_that_takes_no_files_is_AccessDenied()
    {
        Assert.SkipUnless(Directory.Exists("/sys/kernel"), "/sys is a folder of Linux.");
        NetException error = Refused("/sys/kernel/net.log");
        Assert.Equal(FailureKind.AccessDenied, error.Kind);
    }

    [Fact]
    public void Serilog_is_in_a_context_of_its_own()
    {
        using INetLogFile log = Open("net.log", NetLogFormat.Text);
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, assembly => assembly.GetName().Name == "Serilog");
        AssemblyLoadContext own = Assert.Single(
            AssemblyLoadContext.All, context => context.Name == "NetCmdlets.Logging");
        Assert.Contains(own.Assemblies, assembly => assembly.GetName().Name == "Serilog");
        Assert.DoesNotContain(own.Assemblies, assembly => assembly.GetName().Name == "NetCmdlets.Core");
    }

    private static NetException Refused(string path)
        => Assert.Throws<NetException>(() => NetLogFiles.Default.Open(new NetLogOptions { Path = path }));

    private INetLogFile Open(string name, NetLogFormat format, NetLogLevel minimum = NetLogLevel.Information)
        => NetLogFiles.Default.Open(
            new NetLogOptions { Path = folder.File(name), Format = format, MinimumLevel = minimum });

    private string[] Lines(string name) => File.ReadAllLines(folder.File(name));
}
