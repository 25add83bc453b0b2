using NetCmdlets.Operations.Http;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers.Http;

/// <summary>The time limits that hold without a parameter.</summary>
public sealed class HttpIdleTests
{
    private const string Get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";

    private readonly ManualClock time = new();

    [Fact]
    public async Task A_client_that_never_sends_a_byte_is_closed_without_an_answer()
    {
        await using NetServer server = HttpServers.Start(DelegateResponder.Of(_ => "x"), time);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await time.WhenTimerIsSetAsync(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(30));
        // A browser that connects ahead of its first request takes an unasked 408 for the answer to it.
        Assert.Empty(await client.ReceiveToEndAsync());
        Assert.Equal(
            "TimedOut: No request came within 30 s.",
            (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
        await Until.TrueAsync(() => server.ActiveConnections == 0);
        Assert.Equal(1, server.FailedConnections);
    }

    [Fact]
    public async Task A_kept_connection_is_closed_when_it_is_not_used_and_that_is_no_fault()
    {
        await using NetServer server = HttpServers.Start(DelegateResponder.Of(_ => "x"), time);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        for (int request = 0; request < 2; request++)
        {
            await client.SendAsync(Get);
            Assert.Equal("x", (await HttpAnswer.ReadAsync(client)).Text);
            await Until.TrueAsync(() => server.AllOf(NetServerEventKind.Sent).Count == request + 1);
            // The first look finds that there was something to see, so the time counts from there.
            time.Advance(TimeSpan.FromSeconds(1));
            time.Advance(TimeSpan.FromSeconds(74));
            Assert.Equal(1, server.ActiveConnections);
        }

        // An acknowledgement that came late has started the time anew.
        await Until.TrueAsync(() => server.ActiveConnections == 0, () => time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Empty(await client.ReceiveToEndAsync());
        Assert.Equal("Idle", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
        Assert.Equal(0, server.FailedConnections);
    }

    [Fact]
    public async Task The_idle_time_that_is_given_goes_before_the_usual_one()
    {
        await using NetServer server = HttpServers.Start(
            new StartHttpServerRequest
            {
                Handler = DelegateResponder.Of(_ => "x"),
                IdleTimeout = TimeSpan.FromMinutes(10),
            },
            time);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(Get);
        Assert.Equal("x", (await HttpAnswer.ReadAsync(client)).Text);
        await server.WaitForAsync(NetServerEventKind.Sent);
        for (int minute = 0; minute < 9; minute++)
            time.Advance(TimeSpan.FromMinutes(1));
        await client.SendAsync(Get);
        Assert.Equal("x", (await HttpAnswer.ReadAsync(client)).Text);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_of_its_answer_is_closed()
    {
        var responder = new DelegateResponder((_, _) => ValueTask.FromResult(
            NetCmdlets.Servers.Http.HttpResponse.Of(200, "text/plain", new byte[64 * 1024 * 1024])));
        await using NetServer server = HttpServers.Start(responder, time);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint, receiveBufferBytes: 4096);
        await client.SendAsync(Get);
        await client.ReceiveAsync(100);
        // How much the kernel takes before it stands still is its own; each look that saw some starts the time anew.
        await Until.TrueAsync(() => server.ActiveConnections == 0, () => time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal("Idle", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
        Assert.Equal(1, server.FailedConnections);
    }
}
