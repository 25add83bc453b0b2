using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;
using static NetCmdlets.Core.Tests.Udp.UdpSending;

namespace NetCmdlets.Core.Tests.Udp;

public sealed class SendUdpDatagramTests
{
    [Fact]
    public async Task Without_waiting_the_datagram_is_sent_and_nothing_is_emitted()
    {
        using var peer = new UdpPeer();
        List<PipelineItem> items = await SendAsync(To(peer) with { Message = "häusl" });

        Assert.Empty(items);
        Assert.Equal("häusl"u8.ToArray(), (await peer.ReceiveAsync()).Data);
    }

    [Fact]
    public async Task A_reply_is_emitted_with_what_came_and_from_whom()
    {
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        UdpReply reply = await ReplyAsync(To(server) with { Message = "hello" });

        Assert.Equal("hello", reply.Text);
        Assert.Equal("hello"u8.ToArray(), reply.Data);
        Assert.Equal((5, 1, 1), (reply.Bytes, reply.Attempts, reply.Sequence));
        Assert.Equal((false, false), (reply.Duplicate, reply.Truncated));
        Assert.Equal(server.LocalEndPoint, reply.RemoteEndPoint);
        Assert.Equal("127.0.0.1", reply.ComputerName);
        Assert.True(reply.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public async Task An_empty_message_is_an_empty_datagram()
    {
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        UdpReply reply = await ReplyAsync(To(server) with { Message = "" });

        Assert.Equal(0, reply.Bytes);
        Assert.Equal("", reply.Text);
        Assert.Equal(1, server.MessagesReceived);
    }

    [Fact]
    public async Task The_largest_datagram_goes_and_comes_back()
    {
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        byte[] data = new byte[UdpEndpoint.MaximumPayload];
        new Random(7).NextBytes(data);

        Assert.Equal(data, (await ReplyAsync(To(server) with { Data = data })).Data);
    }

    [Fact]
    public async Task One_byte_more_is_refused_and_nothing_is_sent()
    {
        using var peer = new UdpPeer();
        await using var operation = new SendUdpDatagramOperation();
        List<PipelineItem> items = await operation.CollectAsync(To(peer) with { Data = new byte[65508] });
        await operation.CollectAsync(To(peer) with { Message = "next" });

        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal(FailureKind.MessageTooLong, failure.Kind);
        Assert.Equal("next"u8.ToArray(), (await peer.ReceiveAsync()).Data);
        Assert.Equal(0, peer.Socket.Available);
    }

    [Fact]
    public async Task Text_that_the_encoding_lacks_is_refused_and_the_next_message_goes_on()
    {
        using var peer = new UdpPeer();
        await using var operation = new SendUdpDatagramOperation();
        SendUdpDatagramRequest request = To(peer) with { Encoding = "ascii" };
        List<PipelineItem> items = await operation.CollectAsync(request with { Message = "é" });
        await operation.CollectAsync(request with { Message = "e" });

        Assert.Equal(FailureKind.InvalidEncoding, Assert.Single(items.Failures()).Kind);
        Assert.Equal("e"u8.ToArray(), (await peer.ReceiveAsync()).Data);
    }

    [Fact]
    public async Task All_messages_of_one_use_come_from_one_port()
    {
        using var peer = new UdpPeer();
        await using var operation = new SendUdpDatagramOperation();
        var sources = new HashSet<IPEndPoint>();
        for (int i = 0; i < 10; i++)
        {
            await operation.CollectAsync(To(peer) with { Message = "x" });
            sources.Add((await peer.ReceiveAsync()).From);
        }

        Assert.Single(sources);
    }

    [Fact]
    public async Task The_source_is_the_one_asked_for()
    {
        using var peer = new UdpPeer();
        int port = UdpPeer.ClosedPort(IPAddress.Parse("127.0.0.3"));
        await SendAsync(To(peer) with { Message = "x", LocalAddress = "127.0.0.3", LocalPort = port });

        Assert.Equal(new IPEndPoint(IPAddress.Parse("127.0.0.3"), port), (await peer.ReceiveAsync()).From);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_port_where_nothing_listens_is_ConnectionRefused_at_once(bool wait, bool connected)
    {
        if (wait && !connected)
            Assert.SkipWhen(OperatingSystem.IsMacOS(), "Only connected sockets hear of ICMP errors on macOS.");
        List<PipelineItem> items = await SendAsync(new SendUdpDatagramRequest
        {
            ComputerName = ["127.0.0.1"],
            Port = UdpPeer.ClosedPort(),
            Message = "x",
            WaitReply = wait,
            Connected = connected,
        });

        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal(FailureKind.ConnectionRefused, failure.Kind);
        Assert.Contains("127.0.0.1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_asked_at_its_next_address_where_the_first_refuses()
    {
        HostResolution found = await HostResolver
            .ResolveAsync("localhost", AddressFamilyChoice.Any, Bounded.Limit, CancellationToken.None).Within();
        Assert.SkipUnless(found.Addresses.Count > 1, "localhost has one address here.");
        string last = found.Addresses[^1].ToString();
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest { Address = last });

        UdpReply reply = await ReplyAsync(To(server) with { ComputerName = ["localhost"], Message = "x" });

        Assert.Equal(server.LocalEndPoint, reply.RemoteEndPoint);
        Assert.Equal("localhost", reply.ComputerName);
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_a_failure_and_the_next_host_goes_on()
    {
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        List<PipelineItem> items = await SendAsync(To(server) with
        {
            ComputerName = ["no-such-host.invalid", "127.0.0.1"],
            Message = "x",
            WaitReply = true,
        });

        Assert.Equal(FailureKind.NameNotFound, Assert.Single(items.Failures()).Kind);
        Assert.Equal("x", Assert.Single(items.Results<UdpReply>()).Text);
    }

    [Theory]
    [InlineData("192.0.2.1", null, FailureKind.AddressNotAvailable)]
    [InlineData("nonsense", null, FailureKind.InvalidAddress)]
    [InlineData("::1", null, FailureKind.NameNotFound)]
    [InlineData(null, "no-such-interface", FailureKind.AddressNotAvailable)]
    public async Task A_source_or_an_interface_that_is_not_ours_is_a_failure(
        string? address, string? by, FailureKind expected)
    {
        using var peer = new UdpPeer();
        List<PipelineItem> items = await SendAsync(
            To(peer) with { Message = "x", LocalAddress = address, Interface = by });

        Assert.Equal(expected, Assert.Single(items.Failures()).Kind);
        Assert.Equal(0, peer.Socket.Available);
    }

    [Fact]
    public async Task A_broadcast_without_leave_is_AccessDenied_and_says_what_to_give()
    {
        List<PipelineItem> items = await SendAsync(
            new SendUdpDatagramRequest { ComputerName = ["127.255.255.255"], Port = 9, Message = "x" });

        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal(FailureKind.AccessDenied, failure.Kind);
        Assert.Contains("-Broadcast", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_a_reply()
    {
        using var silent = new UdpPeer();
        using var stop = new CancellationTokenSource();
        await using var operation = new SendUdpDatagramOperation();
        Task<List<PipelineItem>> asking = operation.CollectAsync(
            To(silent) with { Message = "x", WaitReply = true, Timeout = TimeSpan.FromHours(1) }, stop.Token);
        await silent.ReceiveAsync();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.Within());
    }
}
