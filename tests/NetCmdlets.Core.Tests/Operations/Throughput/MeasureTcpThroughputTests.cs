using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Operations.Throughput;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Throughput;

public sealed class MeasureTcpThroughputTests
{
    // 8 Mbit/s in pieces of 10 ms.
    private const int Piece = 10_000;
    private static readonly TimeSpan PieceTime = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task What_was_sent_is_what_the_server_took()
    {
        await using NetServer server = await StartAsync(StandardService.Discard);
        NetCmdlets.Throughput result = await MeasureAsync(new() { Port = server.Port!.Value, Connections = 3 });

        Assert.True(result.BytesSent > 0);
        Assert.Equal(server.BytesReceived, result.BytesSent);
        Assert.Equal((0L, 3), (result.BytesReceived, result.Connections));
        Assert.Equal(result.BytesSent * 8 / result.Elapsed.TotalSeconds / 1e6, result.MegabitsPerSecond, 3);
        Assert.Null(result.Reason);
        if (OperatingSystem.IsLinux())
        {
            Assert.True(result.Retransmits >= 0);
            Assert.True(result.RoundTripTime > TimeSpan.Zero);
        }
    }

    [Fact]
    public async Task A_character_generator_is_measured_by_what_it_sends()
    {
        await using NetServer server = await StartAsync(StandardService.Chargen);
        NetCmdlets.Throughput result = await MeasureAsync(
            new() { Port = server.Port!.Value, Direction = ThroughputDirection.Receive });

        Assert.True(result.BytesReceived > 0);
        Assert.Equal(0, result.BytesSent);
        Assert.Null(result.Reason);
    }

    [Fact]
    public async Task An_echo_server_sends_all_back_before_the_end()
    {
        await using NetServer server = (await new StartTcpEchoServerOperation().CollectAsync(new()))
            .Results<NetServer>().Single();
        NetCmdlets.Throughput result = await MeasureAsync(
            new() { Port = server.Port!.Value, Direction = ThroughputDirection.Echo });

        Assert.True(result.BytesSent > 0);
        Assert.Equal(result.BytesSent, result.BytesReceived);
    }

    [Fact]
    public async Task A_server_that_closes_early_gives_the_reason()
    {
        await using NetServer server = await StartAsync(StandardService.Daytime);
        NetCmdlets.Throughput result = await MeasureAsync(
            new() { Port = server.Port!.Value, Direction = ThroughputDirection.Receive, Duration = TimeSpan.FromMinutes(1) });

        Assert.Equal("the server closed the connection.", result.Reason);
        Assert.True(result.BytesReceived > 0);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_failure()
    {
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        List<PipelineItem> items = await new MeasureTcpThroughputOperation().CollectAsync(
            new() { ComputerName = ["127.0.0.1"], Port = ((IPEndPoint)bound.LocalEndPoint!).Port });

        Assert.Equal(FailureKind.ConnectionRefused, Assert.Single(items.Failures()).Kind);
    }

    [Fact]
    public async Task A_stop_ends_the_measurement()
    {
        await using NetServer server = await StartAsync(StandardService.Discard);
        using var stop = new CancellationTokenSource();
        Task<List<PipelineItem>> measuring = new MeasureTcpThroughputOperation().CollectAsync(
            new() { ComputerName = ["127.0.0.1"], Port = server.Port!.Value, Duration = TimeSpan.FromMinutes(5) },
            stop.Token);
        SpinWait.SpinUntil(() => server.BytesReceived > 0, Bounded.Limit);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => measuring.Within());
    }

    [Fact]
    public async Task A_rate_is_held_over_all_connections_together()
    {
        var clock = new ManualClock();
        await using NetServer server = await StartAsync(StandardService.Discard);
        Task<List<PipelineItem>> measuring = new MeasureTcpThroughputOperation(clock).CollectAsync(new()
        {
            ComputerName = ["127.0.0.1"],
            Port = server.Port!.Value,
            Connections = 2,
            BitsPerSecond = 8_000_000,
            Duration = TimeSpan.FromSeconds(1),
            // By the clock that is turned, which does not wait for the server.
            Timeout = TimeSpan.FromDays(1),
        });
        int turns = 0;
        for (; turns < 100; turns++)
        {
            // What has had its time comes, or a connection was late to see the clock; more never comes.
            for (int wait = 0; wait < 2000 && server.BytesReceived < (turns + 1) * Piece; wait++)
                await Task.Yield();
            Assert.InRange(server.BytesReceived, 0, (turns + 1) * Piece);
            clock.Advance(PieceTime);
        }

        await Until.TrueAsync(() => measuring.IsCompleted, () => Turn(clock, ref turns));
        NetCmdlets.Throughput result = (await measuring).Results<NetCmdlets.Throughput>().Single();
        Assert.InRange(result.BytesSent, 30 * Piece, (turns + 1L) * Piece);
        Assert.Equal(server.BytesReceived, result.BytesSent);
    }

    [Fact]
    public async Task A_server_that_resets_the_connection_is_told_in_words()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        Task<NetCmdlets.Throughput> measuring = MeasureAsync(
            new() { Port = ((IPEndPoint)listener.LocalEndPoint!).Port, Duration = TimeSpan.FromMinutes(5) });
        Socket accepted = await listener.AcceptAsync().Within();
        await accepted.ReceiveAsync(new byte[1000]).Within();
        accepted.Close(0);
        NetCmdlets.Throughput result = await measuring.Within();

        Assert.Matches(
            $@"^(Sending to|Receiving from) {listener.LocalEndPoint} failed: the peer reset the connection\.$",
            result.Reason);
    }

    [Fact]
    public async Task What_a_server_leaves_with_the_sender_is_not_counted_as_sent()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells how much was acknowledged.");
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.ReceiveBufferSize = 10_000;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        Task<NetCmdlets.Throughput> measuring = MeasureAsync(
            new() { Port = ((IPEndPoint)listener.LocalEndPoint!).Port, Timeout = TimeSpan.FromMilliseconds(100) });
        using Socket accepted = await listener.AcceptAsync().Within();
        NetCmdlets.Throughput result = await measuring.Within();

        Assert.InRange(result.BytesSent, 1, accepted.Available);
        Assert.InRange(result.BytesSent, 1, 100_000);
        Assert.Equal(result.BytesSent * 8 / result.Elapsed.TotalSeconds / 1e6, result.MegabitsPerSecond, 6);
    }

    private static void Turn(ManualClock clock, ref int turns)
    {
        turns++;
        clock.Advance(PieceTime);
    }

    private static async Task<NetCmdlets.Throughput> MeasureAsync(MeasureTcpThroughputRequest request)
        => (await new MeasureTcpThroughputOperation().CollectAsync(request with
        {
            ComputerName = ["127.0.0.1"],
            Duration = request.Duration > TimeSpan.FromSeconds(30) ? request.Duration : TimeSpan.FromMilliseconds(200),
        })).Results<NetCmdlets.Throughput>().Single();

    private static async Task<NetServer> StartAsync(StandardService service)
        => (await new StartTcpServerOperation().CollectAsync(new StartTcpServerRequest { Service = service }))
            .Results<NetServer>().Single();
}
