using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

public sealed class TcpServerLimitTests
{
    [Fact]
    public async Task A_client_past_the_limit_is_closed_at_once_and_counted()
    {
        await using NetServer server = Start(new() { MaxConnections = 2 });
        using TestTcpClient first = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        using TestTcpClient second = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        using TestTcpClient third = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        Assert.Empty(await third.ReceiveToEndAsync());
        NetServerEvent rejected = await server.WaitForAsync(NetServerEventKind.Rejected);
        Assert.Equal("Limit: 2 connections are open.", rejected.Reason);
        Assert.Equal(third.Socket.LocalEndPoint, rejected.RemoteEndPoint);
        Assert.Equal(1, server.RejectedConnections);
        Assert.Equal(2, server.TotalConnections);

        first.Dispose();
        await server.WaitForAsync(NetServerEventKind.Closed);
        using TestTcpClient fourth = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await fourth.SendAsync("x");
        Assert.Equal("x", await fourth.ReceiveTextAsync(1));
    }

    [Fact]
    public async Task A_denied_address_is_closed_at_once()
    {
        await using NetServer server = Start(new() { DenyAddress = ["127.0.0.0/8"] });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        Assert.Empty(await client.ReceiveToEndAsync());
        Assert.Equal(
            "Unauthorized: the address is not allowed.",
            (await server.WaitForAsync(NetServerEventKind.Rejected)).Reason);
        Assert.Equal(0, server.TotalConnections);
    }

    [Fact]
    public async Task One_address_gets_no_more_than_its_share()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has all of 127.0.0.0/8 on its loopback interface.");
        await using NetServer server = Start(new() { MaxConnectionsPerAddress = 1 });
        using TestTcpClient first = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        using TestTcpClient second = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        Assert.Empty(await second.ReceiveToEndAsync());
        Assert.Equal(
            "Limit: 1 connections of this address are open.",
            (await server.WaitForAsync(NetServerEventKind.Rejected)).Reason);

        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await other.ConnectAsync(server.LocalEndPoint).Within();
        await other.SendAsync("x"u8.ToArray(), SocketFlags.None).Within();
        Assert.Equal(1, await other.ReceiveAsync(new byte[1], SocketFlags.None).Within());

        first.Dispose();
        await server.WaitForAsync(NetServerEventKind.Closed);
        using TestTcpClient again = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await again.SendAsync("y");
        Assert.Equal("y", await again.ReceiveTextAsync(1));
    }

    [Fact]
    public async Task A_silent_client_is_closed_with_FIN_after_the_idle_time_and_a_busy_one_is_not()
    {
        var time = new ManualClock();
        await using NetServer server = Start(new() { IdleTimeout = TimeSpan.FromSeconds(5) }, time);
        using TestTcpClient silent = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        using TestTcpClient busy = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await silent.SendAsync("a");
        Assert.Equal("a", await silent.ReceiveTextAsync(1));
        // The server may note the silent client's last byte a moment after the clock went on: some seconds to spare.
        for (int second = 0; second < 9; second++)
        {
            await busy.SendAsync("b");
            Assert.Equal("b", await busy.ReceiveTextAsync(1));
            if (second < 5)
                Assert.Empty(server.AllOf(NetServerEventKind.Closed));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(await silent.ReceiveToEndAsync());
        NetServerEvent closed = await server.WaitForAsync(NetServerEventKind.Closed);
        Assert.Equal("Idle", closed.Reason);
        Assert.Equal(silent.Socket.LocalEndPoint, closed.RemoteEndPoint);
        await busy.SendAsync("c");
        Assert.Equal("c", await busy.ReceiveTextAsync(1));
    }

    [Fact]
    public async Task A_server_stops_by_itself_at_the_end_of_its_lifetime()
    {
        var time = new ManualClock();
        NetServer server = Start(new() { Lifetime = TimeSpan.FromSeconds(60) }, time);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await server.WaitForAsync(NetServerEventKind.Accepted);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(ServerState.Running, server.State);
        time.Advance(TimeSpan.FromSeconds(1));
        await server.Completion.Within();
        Assert.Equal(ServerState.Stopped, server.State);
        Assert.Equal("Stopped", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
    }

    [Fact]
    public async Task Stop_with_a_drain_lets_a_client_finish()
    {
        NetServer server = Start(new());
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync("first");
        Assert.Equal("first", await client.ReceiveTextAsync(5));
        Task stopping = server.StopAsync(Bounded.Limit);
        await RefusedAsync(server.LocalEndPoint);
        await client.SendAsync("second");
        Assert.Equal("second", await client.ReceiveTextAsync(6));
        client.FinishSending();
        Assert.Empty(await client.ReceiveToEndAsync());
        await stopping.Within();
        Assert.Equal("PeerClosed", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
    }

    [Fact]
    public async Task Stop_without_a_drain_resets_the_clients()
    {
        NetServer server = Start(new());
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await server.WaitForAsync(NetServerEventKind.Accepted);
        await server.StopAsync(TimeSpan.Zero).Within();
        SocketException error = await Assert.ThrowsAsync<SocketException>(() => client.ReceiveAsync(1));
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
        Assert.Equal(0, server.ActiveConnections);
    }

    [Fact]
    public void A_port_in_use_is_refused()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        Assert.Equal(FailureKind.AddressInUse, Refused(new() { Port = ((IPEndPoint)other.LocalEndpoint).Port }));
    }

    [Fact]
    public void A_port_and_a_socket_path_together_are_refused()
        => Assert.Equal(FailureKind.InvalidRequest, Refused(new() { Port = 1234, SocketPath = "/tmp/x" }));

    [Theory]
    [InlineData("192.0.2.1", FailureKind.AddressNotAvailable)]
    [InlineData("300.1.2.3", FailureKind.InvalidAddress)]
    public void An_address_that_is_not_this_machines_is_refused(string address, FailureKind expected)
        => Assert.Equal(expected, Refused(new() { Address = address }));

    [Fact]
    public async Task IPv6Any_takes_clients_of_both_families()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This system has no IPv6.");
        await using NetServer server = Start(new() { Address = "IPv6Any", AllowAddress = ["127.0.0.1", "::1"] });
        foreach (IPAddress address in (IPAddress[])[IPAddress.Loopback, IPAddress.IPv6Loopback])
        {
            using TestTcpClient client = await TestTcpClient.ConnectAsync(new IPEndPoint(address, server.Port!.Value));
            await client.SendAsync("x");
            Assert.Equal("x", await client.ReceiveTextAsync(1));
        }
    }

    private static async Task RefusedAsync(EndPoint server)
    {
        // The listener is closed soon after the stop was asked for; a connection it still takes is reset or refused.
        for (int i = 0; i < 10_000; i++)
        {
            using var late = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await late.ConnectAsync(server).Within();
            }
            catch (SocketException error)
            {
                if (error.SocketErrorCode == SocketError.ConnectionRefused)
                    return;
            }
        }

        Assert.Fail("The port still takes connections.");
    }

    private static TcpServer Start(StartTcpEchoServerRequest request, TimeProvider? time = null)
        => TcpServer.Start("TcpEcho", request, new TcpEchoService(), time: time);

    private static FailureKind Refused(StartTcpEchoServerRequest request)
        => Assert.Throws<NetException>(() => Start(request)).Kind;
}
