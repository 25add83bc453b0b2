using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

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
    public async Task A_silent_host_is_ReplyTimedOut_after_every_retransmission()
    {
        using var silent = new UdpPeer();
        List<PipelineItem> items = await SendAsync(To(silent) with
        {
            Message = "x",
            WaitReply = true,
            Timeout = TimeSpan.FromMilliseconds(5),
            RetryCount = 3,
            RetryDelay = TimeSpan.FromMilliseconds(1),
        });

        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal(FailureKind.ReplyTimedOut, failure.Kind);
        Assert.Contains("4 times", failure.Message, StringComparison.Ordinal);
        for (int i = 0; i < 4; i++)
            Assert.Equal("x"u8.ToArray(), (await silent.ReceiveAsync()).Data);
        Assert.Equal(0, silent.Socket.Available);
    }

    [Fact]
    public async Task A_reply_to_a_retransmission_tells_how_often_the_message_was_sent()
    {
        using var peer = new UdpPeer();
        Task<UdpReply> asking = ReplyAsync(To(peer) with
        {
            Message = "x",
            WaitReply = true,
            Timeout = TimeSpan.FromMilliseconds(20),
            RetryCount = 100,
            RetryDelay = TimeSpan.FromMilliseconds(1),
        });
        await peer.ReceiveAsync();
        await peer.ReceiveAsync();
        (_, IPEndPoint from) = await peer.ReceiveAsync();
        await peer.SendAsync("late"u8.ToArray(), from);

        UdpReply reply = await asking.Within();
        Assert.Equal("late", reply.Text);
        Assert.True(reply.Attempts >= 3);
    }

    [Fact]
    public async Task The_same_bytes_again_after_a_retransmission_are_flagged_and_not_counted()
    {
        using var peer = new UdpPeer();
        Task<List<PipelineItem>> asking = SendAsync(To(peer) with
        {
            Message = "x",
            ReplyCount = 2,
            Timeout = TimeSpan.FromMilliseconds(20),
            RetryCount = 100,
            RetryDelay = TimeSpan.FromMilliseconds(1),
        });
        await peer.ReceiveAsync();
        (_, IPEndPoint from) = await peer.ReceiveAsync();
        foreach (string text in new[] { "a", "a", "b" })
            await peer.SendAsync(System.Text.Encoding.ASCII.GetBytes(text), from);

        List<UdpReply> replies = (await asking.Within()).Results<UdpReply>();
        Assert.Equal(
            [("a", 1, false), ("a", 2, true), ("b", 3, false)],
            replies.Select(reply => (reply.Text!, reply.Sequence, reply.Duplicate)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public async Task Several_replies_are_emitted_as_they_come(int count)
    {
        using var peer = new UdpPeer();
        TimeSpan limit = count == 0 ? TimeSpan.FromMilliseconds(300) : Bounded.Limit;
        Task<List<PipelineItem>> asking = SendAsync(
            To(peer) with { Message = "x", ReplyCount = count, Timeout = limit });
        (_, IPEndPoint from) = await peer.ReceiveAsync();
        for (byte i = 0; i < 3; i++)
            await peer.SendAsync([i], from);

        List<PipelineItem> items = await asking.Within();
        Assert.Empty(items.Failures());
        Assert.Equal([0, 1, 2], items.Results<UdpReply>().Select(reply => (int)reply.Data[0]));
    }

    [Fact]
    public async Task Fewer_replies_than_asked_for_are_emitted_and_the_rest_is_a_failure()
    {
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        List<PipelineItem> items = await SendAsync(
            To(server) with { Message = "x", ReplyCount = 2, Timeout = TimeSpan.FromMilliseconds(100) });

        Assert.Single(items.Results<UdpReply>());
        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal(FailureKind.ReplyTimedOut, failure.Kind);
        Assert.Contains("1 of 2 replies", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reply_from_another_address_is_shown_and_ignored_only_when_connected(bool connected)
    {
        using var asked = new UdpPeer();
        using var other = new UdpPeer();
        Task<UdpReply> asking = ReplyAsync(To(asked) with { Message = "x", WaitReply = true, Connected = connected });
        (_, IPEndPoint from) = await asked.ReceiveAsync();
        await other.SendAsync("other"u8.ToArray(), from);
        await asked.SendAsync("asked"u8.ToArray(), from);

        UdpReply reply = await asking.Within();
        Assert.Equal(connected ? "asked" : "other", reply.Text);
        Assert.Equal(connected ? asked.EndPoint : other.EndPoint, reply.RemoteEndPoint);
    }

    [Fact]
    public async Task A_reply_over_the_limit_is_cut_and_flagged_with_its_true_size()
    {
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        UdpReply reply = await ReplyAsync(To(server) with { Message = "abcdef", MaxReplyBytes = 4 });

        Assert.Equal("abcd"u8.ToArray(), reply.Data);
        Assert.Equal((6, true, (string?)null), (reply.Bytes, reply.Truncated, reply.Text));
    }

    [Fact]
    public async Task A_late_reply_is_not_taken_for_the_answer_to_the_next_message()
    {
        using var peer = new UdpPeer();
        await using var operation = new SendUdpDatagramOperation();
        SendUdpDatagramRequest request = To(peer) with { WaitReply = true, Timeout = TimeSpan.FromMilliseconds(5) };
        await operation.CollectAsync(request with { Message = "first" });
        (_, IPEndPoint first) = await peer.ReceiveAsync();
        await peer.SendAsync("late"u8.ToArray(), first);

        Task<List<PipelineItem>> asking = operation.CollectAsync(
            request with { Message = "second", Timeout = Bounded.Limit });
        (_, IPEndPoint second) = await peer.ReceiveAsync();
        await peer.SendAsync("prompt"u8.ToArray(), second);

        Assert.Equal("prompt", Assert.Single((await asking).Results<UdpReply>()).Text);
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

    private static SendUdpDatagramRequest To(UdpPeer peer) => To(peer.EndPoint);

    private static SendUdpDatagramRequest To(NetServer server)
        => To((IPEndPoint)server.LocalEndPoint) with { WaitReply = true };

    private static SendUdpDatagramRequest To(IPEndPoint peer)
        => new() { ComputerName = [peer.Address.ToString()], Port = peer.Port, Timeout = Bounded.Limit };

    private static async Task<List<PipelineItem>> SendAsync(SendUdpDatagramRequest request)
    {
        await using var operation = new SendUdpDatagramOperation();
        return await operation.CollectAsync(request);
    }

    private static async Task<UdpReply> ReplyAsync(SendUdpDatagramRequest request)
    {
        List<PipelineItem> items = await SendAsync(request);
        Assert.Empty(items.Failures());
        return Assert.Single(items.Results<UdpReply>());
    }
}
