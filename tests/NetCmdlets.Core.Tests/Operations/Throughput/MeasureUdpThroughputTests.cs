using System.Net;
using System.Net.Sockets;
using NetCmdlets.Core.Tests.Udp;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Operations;
using NetCmdlets.Operations.Throughput;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Servers.Standard;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Throughput;

public sealed class MeasureUdpThroughputTests
{
    private readonly ManualClock clock = new();

    [Fact]
    public async Task What_was_sent_is_what_a_discard_server_took()
    {
        await using NetServer server = StandardUdpServer.Start(new() { Service = StandardService.Discard });
        UdpThroughput result = await MeasureAsync(To(server) with { Duration = TimeSpan.FromMilliseconds(200) });
        await Until.TrueAsync(() => server.MessagesReceived >= result.Sent);

        Assert.True(result.Sent > 0);
        Assert.Equal((result.Sent, result.BytesSent), (server.MessagesReceived, server.BytesReceived));
        Assert.Equal(result.Sent * 1452, result.BytesSent);
        Assert.Equal(result.BytesSent * 8 / result.Elapsed.TotalSeconds / 1e6, result.MegabitsPerSecond, 6);
        Assert.Equal((null, null, null), (result.Received, result.Lost, result.P50));
        Assert.Null(result.Reason);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(1452)]
    [InlineData(65_507)]
    public async Task An_echo_server_sends_all_back(int bytes)
    {
        await using var server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        UdpThroughput result = await MeasureAsync(To(server) with
        {
            Direction = UdpThroughputDirection.Echo,
            MessageBytes = bytes,
            // A thousand a second.
            BitsPerSecond = bytes * 8000L,
            Duration = TimeSpan.FromMilliseconds(200),
        });

        Assert.True(result.Sent > 1);
        Assert.Equal((result.Sent, 0L, 0.0), (result.Received, result.Lost, result.LossPercent));
        Assert.Equal((0L, 0L, 0L), (result.Duplicates, result.Reordered, result.Corrupted));
        Assert.Equal(result.BytesSent, result.BytesReceived);
        TimeSpan[] times = [.. new[] { result.Minimum, result.P50, result.P95, result.P99, result.Maximum }
            .Select(time => time!.Value)];
        Assert.Equal(times.Order(), times);
        Assert.True(times[0] > TimeSpan.Zero);
        Assert.NotNull(result.Jitter);
    }

    [Fact]
    public async Task A_datagram_goes_when_its_time_has_come_and_not_before()
    {
        using var peer = new UdpPeer();
        // 875 bytes at 1 Mbit/s are 7 ms, which is no part of the time between the looks at the run.
        TimeSpan turn = TimeSpan.FromMilliseconds(7);
        Task<UdpThroughput> measuring = MeasureAsync(
            To(peer) with { MessageBytes = 875, BitsPerSecond = 1_000_000, Duration = 49 * turn }, clock);
        for (int number = 0; number < 49; number++)
        {
            byte[] datagram = (await peer.ReceiveAsync()).Data;
            Assert.Equal(875, datagram.Length);
            Assert.Equal(number, System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(datagram.AsSpan(8)));
            await clock.WhenTimerIsSetAsync(turn);
            Assert.Equal(0, peer.Socket.Available);
            clock.Advance(turn);
        }

        UdpThroughput result = await measuring.Within();
        Assert.Equal((49L, 49L * 875), (result.Sent, result.BytesSent));
        Assert.Equal(0, peer.Socket.Available);
    }

    [Fact]
    public async Task Each_second_has_its_sample()
    {
        using var peer = new UdpPeer();
        // A datagram of 1,000 bits every 901 ms, which is never when the run is looked at.
        Task<UdpThroughput> measuring = MeasureAsync(
            To(peer) with { MessageBytes = 125, BitsPerSecond = 1110, Duration = TimeSpan.FromSeconds(4) }, clock);
        for (int tick = 0; tick < 80; tick++)
        {
            await clock.WhenTimerIsSetAsync(MeasuredRun.TickInterval);
            clock.Advance(MeasuredRun.TickInterval);
        }

        UdpThroughput result = await measuring.Within();
        Assert.InRange(result.Samples.Count, 3, 4);
        // One or two datagrams in each, and what the sender was late for in the next.
        Assert.All(result.Samples, sample => Assert.InRange(sample, 0, 0.004));
        Assert.True(result.Samples.Sum() > 0);
    }

    [Fact]
    public async Task What_comes_back_in_time_counts_though_sending_is_over()
    {
        using var peer = new UdpPeer();
        Task<UdpThroughput> measuring = MeasureAsync(
            To(peer) with
            {
                Direction = UdpThroughputDirection.Echo,
                MessageBytes = 1000,
                BitsPerSecond = 8000,
                Duration = TimeSpan.FromSeconds(2),
                Timeout = TimeSpan.FromDays(1),
            },
            clock);
        (byte[] first, IPEndPoint client) = await peer.ReceiveAsync();
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        byte[] second = (await peer.ReceiveAsync()).Data;
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        // It waits for both now, up to a day.
        await clock.WhenTimerIsSetAsync(TimeSpan.FromDays(1));
        foreach (byte[] answer in new[] { second, second, first })
            await peer.SendAsync(answer, client);

        UdpThroughput result = await EndAsync(measuring);
        Assert.Equal((2L, 2L, 0L), (result.Sent, result.Received, result.Lost));
        Assert.Equal((1L, 1L), (result.Duplicates, result.Reordered));
        Assert.True(result.Maximum >= TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task What_does_not_come_back_in_time_is_lost()
    {
        using var peer = new UdpPeer();
        Task<UdpThroughput> measuring = MeasureAsync(
            To(peer) with
            {
                Direction = UdpThroughputDirection.Echo,
                Duration = TimeSpan.FromMilliseconds(1),
                Timeout = TimeSpan.FromSeconds(3),
            },
            clock);
        await peer.ReceiveAsync();
        UdpThroughput result = await EndAsync(measuring);

        Assert.Equal((1L, 0L, 1L, 100.0), (result.Sent, result.Received, result.Lost, result.LossPercent));
        Assert.Null(result.Maximum);
        Assert.Null(result.Jitter);
    }

    [Theory]
    [InlineData(UdpThroughputDirection.Send, "127.0.0.1", 0)]
    [InlineData(UdpThroughputDirection.Echo, "127.0.0.1", 1_000_000)]
    [InlineData(UdpThroughputDirection.Send, "::1", 1_000_000)]
    public async Task A_port_where_nothing_listens_is_a_failure(
        UdpThroughputDirection direction, string address, long rate)
    {
        Assert.SkipUnless(address != "::1" || Socket.OSSupportsIPv6, "This machine has no IPv6.");
        List<PipelineItem> items = await new MeasureUdpThroughputOperation().CollectAsync(new()
        {
            ComputerName = [address],
            Port = UdpPeer.ClosedPort(IPAddress.Parse(address)),
            Direction = direction,
            BitsPerSecond = rate,
            Duration = TimeSpan.FromMinutes(5),
        });

        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal(FailureKind.ConnectionRefused, failure.Kind);
        Assert.StartsWith($"Sending to UDP {(address == "::1" ? "[::1]" : address)}:", failure.Message);
        Assert.Empty(items.Results<UdpThroughput>());
    }

    [Fact]
    public async Task The_refusal_of_the_only_datagram_is_heard_too()
    {
        List<PipelineItem> items = await new MeasureUdpThroughputOperation().CollectAsync(new()
        {
            ComputerName = ["127.0.0.1"],
            Port = UdpPeer.ClosedPort(),
            BitsPerSecond = 1,
            Duration = TimeSpan.FromMilliseconds(20),
        });

        Assert.Equal(FailureKind.ConnectionRefused, Assert.Single(items.Failures()).Kind);
    }

    [Fact]
    public async Task It_tries_again_where_nothing_listens_as_often_as_it_is_told()
    {
        DateTimeOffset start = clock.GetUtcNow();
        Task<List<PipelineItem>> measuring = new MeasureUdpThroughputOperation(clock).CollectAsync(new()
        {
            ComputerName = ["127.0.0.1"],
            Port = UdpPeer.ClosedPort(),
            // The clock does not wait for the first datagram.
            Duration = TimeSpan.FromDays(20),
            RetryCount = 3,
            RetryDelay = TimeSpan.FromSeconds(2),
        });
        await Until.TrueAsync(
            () => measuring.IsCompleted, () => clock.Advance(TimeSpan.FromMilliseconds(10)));

        Assert.Equal(FailureKind.ConnectionRefused, Assert.Single((await measuring).Failures()).Kind);
        // Three pauses of at least half of 2, 4 and 8 s.
        Assert.True(clock.GetUtcNow() - start >= TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_name_is_measured_at_the_address_where_something_listens()
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync("localhost");
        Assert.SkipUnless(addresses.Length > 1, "localhost has one address here.");
        // The last one answers, the others refuse.
        await using NetServer server = UdpEchoServer.Start(new() { Address = addresses[^1].ToString() });
        UdpThroughput result = await MeasureAsync(To(server) with
        {
            ComputerName = ["localhost"],
            Direction = UdpThroughputDirection.Echo,
            Duration = TimeSpan.FromMilliseconds(50),
        });

        Assert.Equal(("localhost", result.Sent), (result.ComputerName, result.Received));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task A_stop_ends_the_measurement(long rate)
    {
        using var peer = new UdpPeer();
        using var stop = new CancellationTokenSource();
        Task<List<PipelineItem>> measuring = new MeasureUdpThroughputOperation().CollectAsync(
            To(peer) with { BitsPerSecond = rate, Duration = TimeSpan.FromMinutes(5) }, stop.Token);
        await peer.ReceiveAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => measuring.Within());
    }

    [Fact]
    public async Task A_local_address_that_is_not_here_is_a_failure()
    {
        List<PipelineItem> items = await new MeasureUdpThroughputOperation().CollectAsync(
            new() { ComputerName = ["127.0.0.1"], Port = 9, LocalAddress = "192.0.2.1" });

        Assert.Equal(FailureKind.AddressNotAvailable, Assert.Single(items.Failures()).Kind);
    }

    [Theory]
    [InlineData(9, NumberedDatagram.HeaderBytes - 1, 0, FailureKind.InvalidRequest)]
    [InlineData(9, 65_508, 0, FailureKind.InvalidRequest)]
    [InlineData(9, 100, -1, FailureKind.InvalidRequest)]
    [InlineData(0, 100, 0, FailureKind.InvalidPort)]
    public async Task What_cannot_be_asked_for_ends_the_call(int port, int bytes, long rate, FailureKind kind)
        => Assert.Equal(kind, (await Assert.ThrowsAsync<NetException>(() => new MeasureUdpThroughputOperation()
            .CollectAsync(new()
            {
                ComputerName = ["127.0.0.1"],
                Port = port,
                MessageBytes = bytes,
                BitsPerSecond = rate,
            }))).Kind);

    private static async Task<UdpThroughput> MeasureAsync(
        MeasureUdpThroughputRequest request, TimeProvider? time = null)
    {
        List<PipelineItem> items = await new MeasureUdpThroughputOperation(time).CollectAsync(request);
        Assert.Empty(items.Failures());
        return Assert.Single(items.Results<UdpThroughput>());
    }

    private async Task<UdpThroughput> EndAsync(Task<UdpThroughput> measuring)
    {
        await Until.TrueAsync(
            () => measuring.IsCompleted, () => clock.Advance(TimeSpan.FromMilliseconds(10)));
        return await measuring;
    }

    private static MeasureUdpThroughputRequest To(NetServer server) => To((IPEndPoint)server.LocalEndPoint);

    private static MeasureUdpThroughputRequest To(UdpPeer peer) => To(peer.EndPoint);

    private static MeasureUdpThroughputRequest To(IPEndPoint server) => new()
    {
        ComputerName = [server.Address.ToString()],
        Port = server.Port,
    };
}
