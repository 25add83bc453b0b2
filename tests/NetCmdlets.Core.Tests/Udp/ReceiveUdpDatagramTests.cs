using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Udp;

public sealed class ReceiveUdpDatagramTests
{
    private static readonly ReceiveUdpDatagramRequest Patient = new() { Timeout = Bounded.Limit };

    [Fact]
    public async Task A_datagram_is_emitted_as_it_comes_with_its_sender_and_where_it_was_sent_to()
    {
        await using UdpReceiver receiver = await UdpReceiver.StartAsync(Patient);
        using var sender = new UdpPeer();
        await sender.SendAsync("hello"u8.ToArray(), receiver.Loopback);

        UdpDatagram got = await receiver.NextDatagramAsync();
        Assert.Equal("hello", got.Text);
        Assert.Equal("hello"u8.ToArray(), got.Data);
        Assert.Equal(sender.EndPoint, got.RemoteEndPoint);
        Assert.Equal(receiver.Loopback, got.LocalEndPoint);
        Assert.Equal((5, false), (got.Bytes, got.Truncated));
        if (OperatingSystem.IsLinux())
            Assert.Equal("lo", got.Interface);
    }

    [Fact]
    public async Task Both_families_come_to_one_receiver()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This system has no IPv6.");
        await using UdpReceiver receiver = await UdpReceiver.StartAsync(Patient);
        using var sender = new UdpPeer(IPAddress.IPv6Loopback);
        await sender.SendAsync([6], new IPEndPoint(IPAddress.IPv6Loopback, receiver.Port));

        UdpDatagram got = await receiver.NextDatagramAsync();
        Assert.Equal(sender.EndPoint, got.RemoteEndPoint);
        Assert.Equal(IPAddress.IPv6Loopback, got.LocalEndPoint.Address);
    }

    [Fact]
    public async Task It_ends_after_the_count_without_a_failure()
    {
        await using UdpReceiver receiver = await UdpReceiver.StartAsync(Patient with { Count = 2 });
        using var sender = new UdpPeer();
        for (byte i = 0; i < 3; i++)
            await sender.SendAsync([i], receiver.Loopback);

        Assert.Equal([0], (await receiver.NextDatagramAsync()).Data);
        Assert.Equal([1], (await receiver.NextDatagramAsync()).Data);
        Assert.Null(await receiver.NextAsync());
    }

    [Fact]
    public async Task An_empty_datagram_and_the_largest_are_whole()
    {
        await using UdpReceiver receiver = await UdpReceiver.StartAsync(Patient with { Address = "Loopback" });
        using var sender = new UdpPeer();
        byte[] large = new byte[65507];
        new Random(3).NextBytes(large);
        await sender.SendAsync([], receiver.Loopback);
        await sender.SendAsync(large, receiver.Loopback);

        UdpDatagram empty = await receiver.NextDatagramAsync();
        Assert.Equal((0, ""), (empty.Bytes, empty.Text));
        UdpDatagram whole = await receiver.NextDatagramAsync();
        Assert.Equal(large, whole.Data);
        Assert.False(whole.Truncated);
    }

    [Fact]
    public async Task A_datagram_over_the_limit_is_cut_and_flagged_with_its_true_size()
    {
        await using UdpReceiver receiver = await UdpReceiver.StartAsync(Patient with { MaxMessageBytes = 4 });
        using var sender = new UdpPeer();
        await sender.SendAsync("abcdef"u8.ToArray(), receiver.Loopback);

        UdpDatagram got = await receiver.NextDatagramAsync();
        Assert.Equal("abcd"u8.ToArray(), got.Data);
        Assert.Equal((6, true, (string?)null), (got.Bytes, got.Truncated, got.Text));
    }

    [Theory]
    [InlineData("127.0.0.2", "")]
    [InlineData("", "127.0.0.1/32")]
    public async Task Only_the_senders_asked_for_are_heard(string allow, string deny)
    {
        await using UdpReceiver receiver = await UdpReceiver.StartAsync(Patient with
        {
            AllowAddress = allow.Length > 0 ? [allow] : [],
            DenyAddress = deny.Length > 0 ? [deny] : [],
        });
        using var unwanted = new UdpPeer();
        using var wanted = new UdpPeer(IPAddress.Parse("127.0.0.2"));
        await unwanted.SendAsync([1], receiver.Loopback);
        await wanted.SendAsync([2], receiver.Loopback);

        Assert.Equal([2], (await receiver.NextDatagramAsync()).Data);
    }

    [Fact]
    public async Task Silence_for_the_time_allowed_ends_it_and_is_a_failure_where_a_count_was_asked_for()
    {
        var clock = new ManualClock();
        await using UdpReceiver open = await UdpReceiver.StartAsync(new ReceiveUdpDatagramRequest(), clock);
        await using UdpReceiver counted = await UdpReceiver.StartAsync(
            new ReceiveUdpDatagramRequest { Count = 2 }, clock);
        using var sender = new UdpPeer();
        await sender.SendAsync([1], counted.Loopback);
        await counted.NextDatagramAsync();
        Task<PipelineItem?> end = open.NextAsync();
        Task<PipelineItem?> failing = counted.NextAsync();
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(5));

        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(await end);
        var failure = (NetFailure)(await failing)!.Value.Payload;
        Assert.Equal(FailureKind.ReplyTimedOut, failure.Kind);
        Assert.Contains("1 of 2 datagrams", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_datagram_starts_the_wait_anew_and_the_duration_ends_it_all()
    {
        var clock = new ManualClock();
        await using UdpReceiver receiver = await UdpReceiver.StartAsync(
            new ReceiveUdpDatagramRequest { Duration = TimeSpan.FromSeconds(12) }, clock);
        using var sender = new UdpPeer();
        for (byte i = 0; i < 3; i++)
        {
            await sender.SendAsync([i], receiver.Loopback);
            UdpDatagram got = await receiver.NextDatagramAsync();
            Assert.Equal((i, TimeSpan.FromSeconds(4 * i)), (got.Data[0], got.Elapsed));
            Task<PipelineItem?> next = receiver.NextAsync();
            await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(5));
            clock.Advance(TimeSpan.FromSeconds(4));
            if (i == 2)
            {
                Assert.Null(await next);
                break;
            }

            Assert.False(next.IsCompleted);
            await sender.SendAsync([99], receiver.Loopback);
            Assert.Equal([99], ((UdpDatagram)(await next)!.Value.Payload).Data);
        }
    }

    [Fact]
    public async Task With_wait_no_silence_ends_it_and_a_stop_does()
    {
        var clock = new ManualClock();
        UdpReceiver receiver = await UdpReceiver.StartAsync(new ReceiveUdpDatagramRequest { Wait = true }, clock);
        Task<PipelineItem?> next = receiver.NextAsync();
        clock.Advance(TimeSpan.FromDays(1));
        Assert.False(next.IsCompleted);

        receiver.Stop();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await receiver.DisposeAsync();
        using var owner = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        owner.Bind(new IPEndPoint(IPAddress.Any, receiver.Port));
    }

    [Fact]
    public async Task A_member_of_a_group_hears_it_and_a_receiver_that_did_not_join_does_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The loopback interface is not 'lo' here.");
        await using UdpReceiver member = await UdpReceiver.StartAsync(
            Patient with { MulticastGroup = ["239.1.2.3"], Interface = ["lo"] });
        await using UdpReceiver second = await UdpReceiver.StartAsync(
            Patient with { MulticastGroup = ["239.1.2.3"], Interface = ["lo"], Port = member.Port });
        await using UdpReceiver other = await UdpReceiver.StartAsync(
            Patient with { MulticastGroup = ["239.1.2.4"], Interface = ["lo"], Port = member.Port });

        SendUdpDatagramRequest request = new()
        {
            ComputerName = ["239.1.2.3"],
            Port = member.Port,
            Message = "to the group",
            Interface = "lo",
            TimeToLive = 1,
        };
        Assert.Empty((await UdpSending.SendAsync(request)).Failures());
        Assert.Empty((await UdpSending.SendAsync(
            request with { ComputerName = ["239.1.2.4"], Message = "to the other" })).Failures());

        foreach (UdpReceiver receiver in new[] { member, second })
        {
            UdpDatagram got = await receiver.NextDatagramAsync();
            Assert.Equal("to the group", got.Text);
            Assert.Equal(new IPEndPoint(IPAddress.Parse("239.1.2.3"), member.Port), got.LocalEndPoint);
        }

        Assert.Equal("to the other", (await other.NextDatagramAsync()).Text);
    }

    [Theory]
    [InlineData("239.1.2.3", FailureKind.AddressNotAvailable, "no-such-interface")]
    [InlineData("192.0.2.1", FailureKind.InvalidAddress, null)]
    [InlineData("nonsense", FailureKind.InvalidAddress, null)]
    [InlineData(null, FailureKind.InvalidRequest, "lo")]
    public async Task A_group_or_an_interface_that_makes_no_sense_is_refused(
        string? group, FailureKind expected, string? by)
    {
        var error = await Assert.ThrowsAsync<NetException>(() => new ReceiveUdpDatagramOperation().CollectAsync(
            Patient with { MulticastGroup = group is null ? [] : [group], Interface = by is null ? [] : [by] }));
        Assert.Equal(expected, error.Kind);
    }

    [Fact]
    public async Task A_port_in_use_is_a_failure_with_its_id()
    {
        using var owner = new UdpPeer(IPAddress.Any);
        var error = await Assert.ThrowsAsync<NetException>(() => new ReceiveUdpDatagramOperation().CollectAsync(
            Patient with { Port = owner.EndPoint.Port }));
        Assert.Equal(FailureKind.AddressInUse, error.Kind);
    }
}
