using NetCmdlets.Diagnostics;
using Xunit;

namespace NetCmdlets.Core.Tests.Diagnostics;

/// <summary>Each test puts the process's log in force and back again.</summary>
[Collection(ProcessLog.Name)]
public sealed class NetLogControlTests : IDisposable
{
    private readonly MemoryLogs logs = new();
    private readonly NetLogFiles files;
    private readonly NetLogControl control;

    public NetLogControlTests()
    {
        files = new NetLogFiles(() => logs);
        control = new NetLogControl(files);
    }

    public void Dispose() => control.Disable();

    [Fact]
    public void A_log_that_is_off_has_nothing_but_that_to_say()
    {
        Assert.Equal(new NetLogSetting(false), control.Setting);
        Assert.Equal(new NetLogSetting(false), control.Disable());
        Assert.False(NetLog.Current.IsEnabled(NetLogLevel.Error));
    }

    [Fact]
    public void What_is_enabled_is_told_and_takes_the_cores_events_until_it_is_disabled()
    {
        var options = new NetLogOptions
        {
            Path = "net.log",
            Format = NetLogFormat.Json,
            MinimumLevel = NetLogLevel.Debug,
            RollingInterval = NetLogRolling.Hour,
            MaxFileBytes = 4096,
        };
        NetLogSetting setting = control.Enable(options);
        Assert.Equal(
            new NetLogSetting(
                true,
                Path.GetFullPath("net.log"),
                Path.GetFullPath("net.log"),
                NetLogFormat.Json,
                NetLogLevel.Debug,
                NetLogRolling.Hour,
                4096,
                setting.StartedAt,
                0,
                0),
            setting);
        NetLog.Current.Write(new NetLogEvent(NetLogLevel.Error, "a", "b"));
        Assert.Equal(1, control.Setting.EventsWritten);

        NetLogSetting last = control.Disable();
        Assert.Equal((false, 1L, setting.Path), (last.Enabled, last.EventsWritten, last.Path));
        Assert.True(logs.Opened[0].Closed);
        Assert.Equal(new NetLogSetting(false), control.Setting);
        NetLog.Current.Write(new NetLogEvent(NetLogLevel.Error, "a", "b"));
        Assert.Single(logs.Opened[0].Events);
    }

    [Fact]
    public void Enabling_another_file_closes_the_first_after_the_second_is_open()
    {
        control.Enable(new NetLogOptions { Path = "one.log" });
        control.Enable(new NetLogOptions { Path = "two.log" });
        NetLog.Current.Write(new NetLogEvent(NetLogLevel.Error, "a", "b"));
        Assert.Equal([true, false], logs.Opened.Select(log => log.Closed));
        Assert.Equal([0, 1], logs.Opened.Select(log => log.Events.Count));
    }

    [Fact]
    public void Enabling_a_file_that_cannot_be_written_leaves_the_log_that_is_on()
    {
        control.Enable(new NetLogOptions { Path = "one.log" });
        Assert.Throws<NetException>(() => control.Enable(new NetLogOptions { Path = "bad.log" }));
        Assert.Equal(Path.GetFullPath("one.log"), control.Setting.Path);
        NetLog.Current.Write(new NetLogEvent(NetLogLevel.Error, "a", "b"));
        Assert.Single(logs.Opened[0].Events);
    }

    [Fact]
    public void Enabling_the_same_file_with_other_settings_changes_the_settings()
    {
        control.Enable(new NetLogOptions { Path = "one.log" });
        control.Enable(new NetLogOptions { Path = "one.log", MinimumLevel = NetLogLevel.Error });
        Assert.Equal(NetLogLevel.Error, control.Setting.MinimumLevel);
        Assert.Equal([true, false], logs.Opened.Select(log => log.Closed));
    }

    [Fact]
    public void Settings_that_are_refused_for_the_same_file_leave_the_log_that_is_on()
    {
        var options = new NetLogOptions { Path = "one.log" };
        NetLogSetting before = control.Enable(options);
        // A server's own log: the file stays open with its settings.
        using INetLogFile other = files.Open(options);
        NetException refused = Assert.Throws<NetException>(
            () => control.Enable(options with { Format = NetLogFormat.Json }));
        Assert.Equal(FailureKind.InvalidRequest, refused.Kind);
        Assert.Equal(before, control.Setting);
        NetLog.Current.Write(new NetLogEvent(NetLogLevel.Error, "a", "b"));
        Assert.Single(logs.Opened.Single().Events);
    }
}
