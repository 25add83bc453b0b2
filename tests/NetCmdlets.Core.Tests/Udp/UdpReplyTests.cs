using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Tests;
using Xunit;
using static NetCmdlets.Core.Tests.Udp.UdpSending;

namespace NetCmdlets.Core.Tests.Udp;

public sealed class UdpReplyTests
{
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
}
