using System.Net;
using System.Text;
using NetCmdlets.Core.Tests.Servers;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Handlers;
using NetCmdlets.Servers.Udp;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Udp;

public sealed class UdpMessageServerTests
{
    [Fact]
    public async Task A_table_answers_by_text_and_is_silent_where_it_has_no_reply()
    {
        await using NetServer server = UdpMessageServer.Start(new StartUdpServerRequest { Response = ["ping=pong"] });
        using var client = new UdpPeer();
        await client.SendAsync("nothing"u8.ToArray(), server.LocalEndPoint);

        Assert.Equal("pong"u8.ToArray(), await client.AskAsync("ping"u8.ToArray(), server.LocalEndPoint));
        Assert.Equal((2, 4), (server.MessagesReceived, server.BytesSent));
        Assert.Equal(0, client.Socket.Available);
    }

    [Fact]
    public async Task A_handler_answers_with_each_of_its_replies_in_order()
    {
        await using NetServer server = Start((connection, _) => Replies(connection.Text + "1", connection.Text + "2"));
        using var client = new UdpPeer();

        Assert.Equal("a1"u8.ToArray(), await client.AskAsync("a"u8.ToArray(), server.LocalEndPoint));
        Assert.Equal("a2"u8.ToArray(), (await client.ReceiveAsync()).Data);
    }

    [Fact]
    public async Task A_handler_knows_the_client_and_keeps_a_state_for_each()
    {
        await using NetServer server = Start((connection, _) =>
        {
            connection.State["count"] = (int?)connection.State["COUNT"] + 1 ?? 1;
            connection.Send(connection.RemoteEndPoint!.ToString()!);
            return Replies($"{connection.State["count"]}");
        });
        using var first = new UdpPeer();
        using var second = new UdpPeer();
        foreach ((UdpPeer client, string count) in new[] { (first, "1"), (first, "2"), (second, "1"), (first, "3") })
        {
            byte[] said = await client.AskAsync([1], server.LocalEndPoint);
            Assert.Equal(client.EndPoint.ToString(), Encoding.UTF8.GetString(said));
            Assert.Equal(count, Encoding.UTF8.GetString((await client.ReceiveAsync()).Data));
        }
    }

    [Fact]
    public async Task Close_forgets_the_state()
    {
        await using NetServer server = Start((connection, _) =>
        {
            bool known = connection.State.ContainsKey("known");
            connection.State["known"] = true;
            if (connection.Text == "bye")
                connection.Close();
            return Replies(known ? "known" : "new");
        });
        using var client = new UdpPeer();
        foreach ((string message, string reply) in new[] { ("a", "new"), ("bye", "known"), ("a", "new") })
        {
            byte[] got = await client.AskAsync(Encoding.UTF8.GetBytes(message), server.LocalEndPoint);
            Assert.Equal(reply, Encoding.UTF8.GetString(got));
        }
    }

    [Fact]
    public async Task A_slow_handler_delays_no_other_client()
    {
        var release = new TaskCompletionSource();
        await using NetServer server = Start(async (connection, _) =>
        {
            if (connection.Text == "slow")
                await release.Task;
            return await Replies("done");
        });
        using var slow = new UdpPeer();
        using var quick = new UdpPeer();
        await slow.SendAsync("slow"u8.ToArray(), server.LocalEndPoint);

        for (int i = 0; i < 20; i++)
            Assert.Equal("done"u8.ToArray(), await quick.AskAsync("quick"u8.ToArray(), server.LocalEndPoint));
        Assert.Equal(0, slow.Socket.Available);
        release.SetResult();
        Assert.Equal("done"u8.ToArray(), (await slow.ReceiveAsync()).Data);
    }

    [Fact]
    public async Task What_waits_for_a_handler_is_bounded_and_the_rest_is_counted_as_rejected()
    {
        var release = new TaskCompletionSource();
        await using NetServer server = Start(
            async (_, _) =>
            {
                await release.Task;
                return new HandlerResult([]);
            },
            throttle: 1);
        using var client = new UdpPeer();
        const int Sent = UdpMessageServer.QueueCapacity + 100;
        for (int i = 0; i < Sent; i++)
            await client.SendAsync([1], server.LocalEndPoint);
        await server.WaitForAsync(NetServerEventKind.Rejected);

        // One is in the handler's hands, or none yet.
        Assert.InRange(server.RejectedConnections, 1, Sent - UdpMessageServer.QueueCapacity);
        release.SetResult();
    }

    [Fact]
    public async Task An_error_of_the_handler_is_an_event_and_the_server_goes_on()
    {
        await using NetServer server = Start((connection, _) => connection.Text switch
        {
            "told" => Task.FromResult(new HandlerResult(["sorry"u8.ToArray()], "it went wrong")),
            "thrown" => throw new InvalidOperationException("it threw"),
            _ => Replies("fine"),
        });
        using var client = new UdpPeer();

        Assert.Equal("sorry"u8.ToArray(), await client.AskAsync("told"u8.ToArray(), server.LocalEndPoint));
        await client.SendAsync("thrown"u8.ToArray(), server.LocalEndPoint);
        Assert.Equal("fine"u8.ToArray(), await client.AskAsync("x"u8.ToArray(), server.LocalEndPoint));
        foreach (string reason in new[] { "it threw", "it went wrong" })
            await server.WaitForAsync(NetServerEventKind.HandlerError, entry => entry.Reason == reason);
    }

    [Fact]
    public async Task A_stop_ends_a_handler_that_would_run_for_ever_and_lets_go_of_it()
    {
        var started = new TaskCompletionSource();
        var handler = new DelegateHandler(async (_, stop) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return new HandlerResult([]);
        });
        NetServer server = UdpMessageServer.Start(new StartUdpServerRequest { Handler = handler });
        using var client = new UdpPeer();
        await client.SendAsync([1], server.LocalEndPoint);
        await started.Task.Within();

        await server.StopAsync(TimeSpan.Zero).Within();

        Assert.True(handler.Disposed);
        Assert.Equal(ServerState.Stopped, server.State);
    }

    [Fact]
    public async Task A_datagram_over_the_limit_is_dropped_and_counted()
    {
        await using NetServer server = UdpMessageServer.Start(
            new StartUdpServerRequest { Response = ["*=ok"], MaxMessageBytes = 3 });
        using var client = new UdpPeer();
        await client.SendAsync([1, 2, 3, 4], server.LocalEndPoint);

        Assert.Equal("ok"u8.ToArray(), await client.AskAsync([1, 2, 3], server.LocalEndPoint));
        Assert.Equal(1, server.RejectedConnections);
    }

    [Fact]
    public async Task What_is_over_the_rate_limit_is_dropped_counted_and_recorded_once()
    {
        var clock = new ManualClock();
        await using NetServer server = UdpMessageServer.Start(
            new StartUdpServerRequest { Response = ["*=ok"], RateLimit = 5 }, clock);
        using var client = new UdpPeer();
        for (int i = 0; i < 20; i++)
            await client.SendAsync([1], server.LocalEndPoint);
        await server.WaitForAsync(NetServerEventKind.Rejected);
        for (int i = 0; i < 5; i++)
            await client.ReceiveAsync();
        await AllSeenAsync(server, 20);

        Assert.Equal((5, 15), (server.MessagesReceived, server.RejectedConnections));
        Assert.Equal(0, client.Socket.Available);
        Assert.Single(server.AllOf(NetServerEventKind.Rejected));
    }

    [Theory]
    [InlineData("Loopback", null, false)]
    [InlineData("Any", null, true)]
    [InlineData("Any", 0, false)]
    public async Task Only_a_server_that_others_can_reach_is_limited_by_itself(string address, int? limit, bool limited)
    {
        await using NetServer server = UdpMessageServer.Start(
            new StartUdpServerRequest { Response = ["*=ok"], Address = address, RateLimit = limit }, new ManualClock());
        using var client = new UdpPeer();
        const int Sent = UdpMessageServer.DefaultRateLimit + 50;
        var to = new IPEndPoint(IPAddress.Loopback, server.Port!.Value);
        for (int i = 0; i < Sent; i++)
            await client.SendAsync([1], to);
        await AllSeenAsync(server, Sent);

        Assert.Equal(limited ? 50 : 0, server.RejectedConnections);
    }

    [Fact]
    public async Task Neither_a_table_nor_a_handler_is_refused_and_so_are_both()
    {
        StartUdpServerRequest both = new() { Response = ["a=b"], Handler = new DelegateHandler((_, _) => Replies()) };
        foreach (StartUdpServerRequest request in new[] { new StartUdpServerRequest(), both })
        {
            var error = await Assert.ThrowsAsync<NetException>(
                () => new StartUdpServerOperation().CollectAsync(request));
            Assert.Equal(FailureKind.InvalidRequest, error.Kind);
        }
    }

    private static UdpMessageServer Start(
        Func<HandlerConnection, CancellationToken, Task<HandlerResult>> handle, int throttle = 4)
        => UdpMessageServer.Start(
            new StartUdpServerRequest { Handler = new DelegateHandler(handle), MaxHandlers = throttle });

    private static Task<HandlerResult> Replies(params string[] texts)
        => Task.FromResult(new HandlerResult([.. texts.Select(Encoding.UTF8.GetBytes)]));

    private static async Task AllSeenAsync(NetServer server, int datagrams)
    {
        // The counters are written by the receiving thread alone: let it run until it has seen all.
        using var limit = new CancellationTokenSource(Bounded.Limit);
        while (server.MessagesReceived + server.RejectedConnections < datagrams)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
