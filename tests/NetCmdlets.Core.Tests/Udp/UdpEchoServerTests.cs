using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using NetCmdlets.Core.Tests.Servers;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Udp;

public sealed class UdpEchoServerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(1472)]
    [InlineData(1473)]
    [InlineData(65507)]
    public async Task A_datagram_comes_back_whole_from_the_port_it_was_sent_to(int size)
    {
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        using var client = new UdpPeer();
        byte[] sent = Payload(size);

        await client.SendAsync(sent, server.LocalEndPoint);
        (byte[] got, IPEndPoint from) = await client.ReceiveAsync();

        Assert.Equal(sent, got);
        Assert.Equal(server.LocalEndPoint, from);
        Assert.Equal(1, server.MessagesReceived);
        Assert.Equal(size, server.BytesReceived);
    }

    [Fact]
    public async Task It_listens_on_loopback_and_a_port_that_the_system_picked()
    {
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());

        Assert.Equal(IPAddress.Loopback, server.Address);
        Assert.NotEqual(0, server.Port);
        Assert.Equal(("UdpEcho", "Udp", ServerState.Running), (server.Kind, server.Protocol, server.State));
        Assert.Contains(server, ServerRegistry.All);
    }

    [Fact]
    public async Task Many_clients_are_answered_each_with_its_own()
    {
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            using var client = new UdpPeer();
            for (int round = 0; round < 5; round++)
            {
                byte[] sent = BitConverter.GetBytes((number * 1000) + round);
                Assert.Equal(sent, await client.AskAsync(sent, server.LocalEndPoint));
            }
        })).Within();

        Assert.Equal(1000, server.MessagesReceived);
        Assert.Equal(4000, server.BytesSent);
    }

    [Fact]
    public async Task A_client_that_is_gone_before_its_reply_does_not_disturb_the_others()
    {
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        for (int i = 0; i < 50; i++)
        {
            using var gone = new UdpPeer();
            await gone.SendAsync([1], server.LocalEndPoint);
        }

        using var client = new UdpPeer();
        Assert.Equal([2], await client.AskAsync([2], server.LocalEndPoint));
        Assert.Equal(ServerState.Running, server.State);
    }

    [Fact]
    public async Task The_dual_stack_wildcard_answers_both_families()
    {
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest { Address = "IPv6Any" });
        using var ipv4 = new UdpPeer();
        using var ipv6 = new UdpPeer(IPAddress.IPv6Loopback);

        Assert.Equal([4], await ipv4.AskAsync([4], new IPEndPoint(IPAddress.Loopback, server.Port!.Value)));
        Assert.Equal([6], await ipv6.AskAsync([6], new IPEndPoint(IPAddress.IPv6Loopback, server.Port!.Value)));
    }

    [Theory]
    [InlineData("Any")]
    [InlineData("Loopback")]
    public async Task A_datagram_that_claims_to_be_the_servers_own_is_not_answered(string address)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "A forged port takes root.");
        await using UdpEchoServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest { Address = address });
        using var forger = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Udp);
        byte[] datagram = new byte[9];
        // Source and destination port, length, and no checksum (RFC 768).
        BinaryPrimitives.WriteUInt16BigEndian(datagram, (ushort)server.Port!.Value);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), (ushort)server.Port!.Value);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(4), (ushort)datagram.Length);
        await forger.SendToAsync(datagram, SocketFlags.None, new IPEndPoint(IPAddress.Loopback, 0)).Within();

        NetServerEvent told = await server.WaitForAsync(NetServerEventKind.Rejected);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, server.Port!.Value), told.RemoteEndPoint);
        Assert.Equal(0, server.MessagesReceived);
    }

    [Fact]
    public async Task A_denied_sender_gets_nothing_and_is_counted()
    {
        await using NetServer server = UdpEchoServer.Start(
            new StartUdpEchoServerRequest { Address = "Any", DenyAddress = ["127.0.0.2"] });
        using var denied = new UdpPeer(IPAddress.Parse("127.0.0.2"));
        using var allowed = new UdpPeer();
        var to = new IPEndPoint(IPAddress.Loopback, server.Port!.Value);

        await denied.SendAsync([1], to);
        Assert.Equal([2], await allowed.AskAsync([2], to));

        Assert.Equal(0, denied.Socket.Available);
        Assert.Equal((1, 1), (server.RejectedConnections, server.MessagesReceived));
        NetServerEvent rejected = Assert.Single(
            server.Events.Read(0).Events, entry => entry.Kind == NetServerEventKind.Rejected);
        Assert.Equal(denied.EndPoint, rejected.RemoteEndPoint);
    }

    [Fact]
    public async Task Each_datagram_is_an_event_with_its_sender_and_size()
    {
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest { Name = "bell" });
        using var client = new UdpPeer();
        await client.AskAsync([1, 2, 3], server.LocalEndPoint);
        await server.Events.WaitAsync(2, CancellationToken.None).Within();

        NetServerEvent[] seen = [.. server.Events.Read(0).Events];
        Assert.Equal(
            [NetServerEventKind.Started, NetServerEventKind.Received, NetServerEventKind.Sent],
            seen.Select(entry => entry.Kind));
        Assert.Equal((3, client.EndPoint), (seen[1].Bytes, seen[1].RemoteEndPoint));
    }

    [Fact]
    public async Task After_the_stop_the_port_is_free_and_the_server_is_off_the_list()
    {
        NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        await server.StopAsync(TimeSpan.Zero).Within();

        Assert.Equal(ServerState.Stopped, server.State);
        Assert.DoesNotContain(server, ServerRegistry.All);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(server.LocalEndPoint);
    }

    [Fact]
    public async Task A_port_in_use_is_a_failure_with_its_id()
    {
        using var owner = new UdpPeer();
        var error = await Assert.ThrowsAsync<NetException>(() => new StartUdpEchoServerOperation()
            .CollectAsync(new StartUdpEchoServerRequest { Port = owner.EndPoint.Port }));

        Assert.Equal(FailureKind.AddressInUse, error.Kind);
        Assert.Contains(owner.EndPoint.ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_a_failure_with_its_id()
    {
        var error = await Assert.ThrowsAsync<NetException>(() => new StartUdpEchoServerOperation()
            .CollectAsync(new StartUdpEchoServerRequest { Address = "192.0.2.1" }));
        Assert.Equal(FailureKind.AddressNotAvailable, error.Kind);
    }

    [Fact]
    public async Task The_operation_emits_the_running_server()
    {
        List<PipelineItem> items = await new StartUdpEchoServerOperation()
            .CollectAsync(new StartUdpEchoServerRequest());
        await using NetServer server = Assert.Single(items.Results<NetServer>());
        Assert.Equal(ServerState.Running, server.State);
    }

    private static byte[] Payload(int size)
    {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++)
            bytes[i] = (byte)i;
        return bytes;
    }
}
