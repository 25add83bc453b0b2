using NetCmdlets.Diagnostics;
using Xunit;

namespace NetCmdlets.Core.Tests.Diagnostics;

public sealed class NetLogFilesTests
{
    private readonly MemoryLogs logs = new();

    [Fact]
    public void Two_that_name_one_file_share_it_until_both_have_let_go()
    {
        NetLogFiles files = new(() => logs);
        INetLogFile first = files.Open(new NetLogOptions { Path = "net.log" });
        INetLogFile second = files.Open(new NetLogOptions { Path = Path.GetFullPath("net.log") });
        MemoryLogs.MemoryLog log = Assert.Single(logs.Opened);
        first.Write(new NetLogEvent(NetLogLevel.Error, "a", "b"));
        second.Write(new NetLogEvent(NetLogLevel.Error, "a", "b"));
        Assert.Equal(2, second.EventsWritten);

        first.Dispose();
        first.Dispose();
        Assert.False(log.Closed);
        second.Dispose();
        Assert.True(log.Closed);
    }

    [Fact]
    public void A_file_that_is_open_with_other_settings_is_refused()
    {
        NetLogFiles files = new(() => logs);
        using INetLogFile first = files.Open(new NetLogOptions { Path = "net.log" });
        NetException error = Assert.Throws<NetException>(
            () => files.Open(new NetLogOptions { Path = "net.log", Format = NetLogFormat.Json }));
        Assert.Equal(FailureKind.InvalidRequest, error.Kind);
        Assert.Single(logs.Opened);
    }

    [Fact]
    public void A_file_let_go_can_be_opened_with_other_settings()
    {
        NetLogFiles files = new(() => logs);
        files.Open(new NetLogOptions { Path = "net.log" }).Dispose();
        files.Open(new NetLogOptions { Path = "net.log", Format = NetLogFormat.Json }).Dispose();
        Assert.Equal([NetLogFormat.Text, NetLogFormat.Json], logs.Opened.Select(log => log.Options.Format));
    }

    [Fact]
    public void Closing_all_closes_what_others_still_hold()
    {
        NetLogFiles files = new(() => logs);
        INetLogFile held = files.Open(new NetLogOptions { Path = "net.log" });
        files.CloseAll();
        Assert.True(logs.Opened[0].Closed);
        using INetLogFile again = files.Open(new NetLogOptions { Path = "net.log" });
        held.Dispose();
        Assert.False(logs.Opened[1].Closed);
    }

    [Theory]
    [InlineData("", null, FailureKind.FileFailed)]
    [InlineData("a\0b", null, FailureKind.FileFailed)]
    [InlineData("net.log", 1023L, FailureKind.InvalidRequest)]
    public void Settings_that_cannot_be_are_refused(string path, long? limit, FailureKind kind)
    {
        NetLogFiles files = new(() => logs);
        NetException error = Assert.Throws<NetException>(
            () => files.Open(new NetLogOptions { Path = path, MaxFileBytes = limit }));
        Assert.Equal(kind, error.Kind);
        Assert.Empty(logs.Opened);
    }

    [Fact]
    public void Missing_assemblies_are_NotSupported_and_say_where_they_should_be()
    {
        string folder = Directory.CreateTempSubdirectory("netcmdlets-test-").FullName;
        try
        {
            NetException error = Assert.Throws<NetException>(() => LogAssemblyLoader.Load(folder));
            Assert.Equal(FailureKind.NotSupported, error.Kind);
            Assert.Contains(folder, error.Message, StringComparison.Ordinal);

            File.WriteAllText(Path.Combine(folder, "NetCmdlets.Logging.dll"), "not an assembly");
            error = Assert.Throws<NetException>(() => LogAssemblyLoader.Load(folder));
            Assert.Equal(FailureKind.NotSupported, error.Kind);
            Assert.IsType<BadImageFormatException>(error.InnerException);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
