using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Servers;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

public sealed class WaitNetServerTests
{
    [Fact]
    public async Task It_waits_for_connections_and_for_messages_of_a_raw_stream()
    {
        await using NetServer server = Start();
        Task<List<PipelineItem>> waiting = new WaitNetServerOperation().CollectAsync(new WaitNetServerRequest
        {
            Server = [server],
            ConnectionCount = 2,
            MessageCount = 3,
            Timeout = Bounded.Limit,
        });
        using TestTcpClient first = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        using TestTcpClient second = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        for (int i = 0; i < 3; i++)
        {
            Assert.False(waiting.IsCompleted);
            await first.SendAsync("x");
            await first.ReceiveAsync(1);
        }

        Assert.Same(server, (await waiting).Results<NetServer>().Single());
    }

    [Fact]
    public async Task It_finds_an_event_that_was_quicker_than_the_wait()
    {
        await using NetServer server = Start();
        (await TestTcpClient.ConnectAsync(server.LocalEndPoint)).Dispose();
        await server.WaitForAsync(NetServerEventKind.Closed);
        Assert.True(await QuietAsync(new()
        {
            Server = [server],
            EventKind = [NetServerEventKind.Closed],
            Match = "peer*",
            Timeout = Bounded.Limit,
        }));
        Assert.False(await QuietAsync(new()
        {
            Server = [server],
            EventKind = [NetServerEventKind.Accepted],
            Match = "peer*",
            Timeout = TimeSpan.FromMilliseconds(1),
        }));
    }

    [Fact]
    public async Task Without_a_condition_it_waits_for_the_end()
    {
        NetServer server = Start();
        Task<bool> waiting = QuietAsync(new() { Server = [server], Timeout = Bounded.Limit });
        Assert.False(waiting.IsCompleted);
        await server.StopAsync(TimeSpan.Zero).Within();
        Assert.True(await waiting.Within());
    }

    [Fact]
    public async Task A_server_that_stops_before_ends_the_wait_and_a_time_that_is_over_tells_the_counters()
    {
        NetServer server = Start();
        List<PipelineItem> items = await new WaitNetServerOperation().CollectAsync(new WaitNetServerRequest
        {
            Server = [server],
            ActiveCount = 1,
            Timeout = TimeSpan.FromMilliseconds(1),
        });
        NetFailure failure = items.Failures().Single();
        Assert.Equal(FailureKind.ReplyTimedOut, failure.Kind);
        Assert.Contains("had 0 connections", failure.Message, StringComparison.Ordinal);

        Task<bool> waiting = QuietAsync(
            new() { Server = [server], EventKind = [NetServerEventKind.Closed], Timeout = Bounded.Limit });
        await server.StopAsync(TimeSpan.Zero).Within();
        Assert.False(await waiting.Within());
    }

    private static async Task<bool> QuietAsync(WaitNetServerRequest request)
        => (await new WaitNetServerOperation().CollectAsync(request with { Quiet = true })).Results<bool>().Single();

    private static TcpServer Start()
        => TcpServer.Start("TcpEcho", new StartTcpEchoServerRequest(), new TcpEchoService());
}
