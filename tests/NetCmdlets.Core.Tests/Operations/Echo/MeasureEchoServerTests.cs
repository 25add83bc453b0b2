using System.Net;
using System.Net.Sockets;
using NetCmdlets.Core.Tests.Tls;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Echo;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Echo;

public sealed class MeasureEchoServerTests
{
    [Theory]
    [InlineData(1, 64)]
    [InlineData(8, 1)]
    [InlineData(2, 2_000_000)]
    public async Task A_count_over_TCP_is_sent_and_comes_back(int connections, int bytes)
    {
        await using NetServer server = await StartTcpAsync();
        EchoMeasurement result = await MeasureAsync(new()
        {
            Port = server.Port!.Value,
            Connections = connections,
            MessageBytes = bytes,
            Count = 20,
            Timeout = TimeSpan.FromSeconds(15),
        });

        Assert.Equal(
            (20L * connections, 20L * connections, 0L, 0),
            (result.Sent, result.Received, result.Lost, result.Errors));
        Assert.Equal(20L * connections * bytes, server.BytesReceived);
        Assert.Equal(connections, server.TotalConnections);
        AssertOrdered(result);
        Assert.Null(result.Duplicates);
    }

    [Theory]
    [InlineData(1, 1, 64)]
    [InlineData(4, 8, 24)]
    [InlineData(1, 1, 65507)]
    public async Task A_count_over_UDP_is_sent_and_comes_back(int connections, int inFlight, int bytes)
    {
        await using var server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        EchoMeasurement result = await MeasureAsync(new()
        {
            Port = server.Port!.Value,
            Protocol = EchoProtocol.Udp,
            Connections = connections,
            InFlight = inFlight,
            MessageBytes = bytes,
            Count = 50,
            Timeout = TimeSpan.FromSeconds(15),
        });

        Assert.Equal((50L * connections, 50L * connections, 0L), (result.Sent, result.Received, result.Lost));
        Assert.Equal(0, result.Duplicates);
        AssertOrdered(result);
    }

    [Theory]
    [InlineData(1, 64)]
    [InlineData(8, 1)]
    [InlineData(2, 500_000)]
    public async Task A_count_over_TLS_is_sent_and_comes_back(int connections, int bytes)
    {
        await using NetServer server = Lab.Start(Lab.Tls);
        EchoMeasurement result = await MeasureAsync(new()
        {
            Port = server.Port!.Value,
            Connections = connections,
            MessageBytes = bytes,
            Count = 20,
            TrustedCertificate = [new(Lab.Root)],
            Timeout = TimeSpan.FromSeconds(15),
        });

        Assert.Equal(
            (20L * connections, 20L * connections, 0L, 0),
            (result.Sent, result.Received, result.Lost, result.Errors));
        Assert.Equal(20L * connections * bytes, server.BytesReceived);
        AssertOrdered(result);
    }

    [Fact]
    public async Task A_TLS_server_that_refuses_after_the_handshake_says_why()
    {
        await using NetServer server = Lab.Start(Lab.MutualTls);
        EchoMeasurement result = await MeasureAsync(
            new() { Port = server.Port!.Value, Count = 5, TrustedCertificate = [new(Lab.Root)] });

        Assert.Equal((0L, 1), (result.Received, result.Errors));
        Assert.Contains("-Certificate", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLS_is_not_passed_over_in_silence_over_UDP()
        => Assert.Equal(FailureKind.InvalidRequest, (await Assert.ThrowsAsync<NetException>(
            () => MeasureAsync(new() { Port = 7, Protocol = EchoProtocol.Udp, Tls = true }))).Kind);

    [Fact]
    public async Task A_duration_is_kept()
    {
        await using NetServer server = await StartTcpAsync();
        EchoMeasurement result = await MeasureAsync(new()
        {
            Port = server.Port!.Value,
            Duration = TimeSpan.FromMilliseconds(200),
        });

        Assert.True(result.Received > 0);
        Assert.Equal(result.Received / result.Elapsed.TotalSeconds, result.Rate, 3);
        Assert.Equal(result.Rate * 64, result.BytesPerSecond, 3);
    }

    [Fact]
    public async Task Lost_doubled_overtaken_and_changed_datagrams_are_told_apart()
    {
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        Task<EchoMeasurement> measuring = MeasureAsync(new()
        {
            Port = ((IPEndPoint)udp.Client.LocalEndPoint!).Port,
            Protocol = EchoProtocol.Udp,
            Count = 6,
            InFlight = 6,
            Timeout = TimeSpan.FromSeconds(1),
        });
        var got = new List<UdpReceiveResult>();
        while (got.Count < 6)
            got.Add(await udp.ReceiveAsync().Within());
        byte[] changed = [.. got[5].Buffer];
        changed[^1] ^= 1;
        // The first one never comes back; the second twice; the fourth before the third; the last one changed.
        byte[][] answers = [got[1].Buffer, got[1].Buffer, got[3].Buffer, got[2].Buffer, got[4].Buffer, changed];
        foreach (byte[] answer in answers)
            await udp.SendAsync(answer, got[0].RemoteEndPoint).AsTask().Within();
        EchoMeasurement result = await measuring.Within();

        Assert.Equal((6, 4, 2), (result.Sent, result.Received, result.Lost));
        Assert.Equal((1L, 1L, 1L), (result.Duplicates!.Value, result.Reordered!.Value, result.Corrupted));
        Assert.Equal(100.0 / 3, result.LossPercent, 6);
    }

    [Fact]
    public async Task A_server_that_stops_answering_ends_the_connection_with_a_reason()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        EchoMeasurement result = await MeasureAsync(new()
        {
            Port = ((IPEndPoint)mute.LocalEndpoint).Port,
            Count = 5,
            Timeout = TimeSpan.FromMilliseconds(200),
        });

        Assert.Equal((1, 0, 1, 1), (result.Sent, result.Received, result.Lost, result.Errors));
        Assert.Equal("no answer within 0.2 s.", result.Reason);
        Assert.Null(result.P50);
        Assert.Null(result.Jitter);
    }

    [Fact]
    public async Task A_server_that_changes_a_byte_is_found()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Task<EchoMeasurement> measuring = MeasureAsync(new() { Port = port, Count = 5 });
        using Socket peer = await listener.AcceptSocketAsync().Within();
        byte[] message = new byte[64];
        await peer.ReceiveAsync(message).Within();
        message[63] ^= 1;
        await peer.SendAsync(message).Within();
        EchoMeasurement result = await measuring.Within();

        Assert.Equal((1L, 0L), (result.Corrupted, result.Received));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_failure_over_TCP_and_loss_over_UDP()
    {
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var request = new MeasureEchoServerRequest
        {
            ComputerName = ["127.0.0.1"],
            Port = ((IPEndPoint)bound.LocalEndPoint!).Port,
            Count = 2,
            Timeout = TimeSpan.FromMilliseconds(200),
        };
        List<PipelineItem> tcp = await new MeasureEchoServerOperation().CollectAsync(request);
        EchoMeasurement udp = await MeasureAsync(request with { Protocol = EchoProtocol.Udp });

        Assert.Equal(FailureKind.ConnectionRefused, Assert.Single(tcp.Failures()).Kind);
        Assert.Empty(tcp.Results<EchoMeasurement>());
        Assert.Equal(0, udp.Received);
        Assert.Equal(udp.Sent, udp.Lost);
    }

    [Theory]
    [InlineData(EchoProtocol.Tcp)]
    [InlineData(EchoProtocol.Udp)]
    public async Task A_stop_ends_the_measurement(EchoProtocol protocol)
    {
        await using NetServer tcp = await StartTcpAsync();
        await using var udp = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        NetServer server = protocol == EchoProtocol.Tcp ? tcp : udp;
        using var stop = new CancellationTokenSource();
        Task<List<PipelineItem>> measuring = new MeasureEchoServerOperation().CollectAsync(
            new()
            {
                ComputerName = ["127.0.0.1"],
                Port = server.Port!.Value,
                Protocol = protocol,
                Duration = TimeSpan.FromMinutes(5),
            },
            stop.Token);
        SpinWait.SpinUntil(() => server.BytesReceived > 1000, Bounded.Limit);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => measuring.Within());
    }

    [Theory]
    [InlineData(23)]
    [InlineData(65508)]
    public async Task A_datagram_that_cannot_be_sent_or_numbered_ends_the_call(int bytes)
        => Assert.Equal(FailureKind.InvalidRequest, (await Assert.ThrowsAsync<NetException>(
            () => MeasureAsync(new() { Port = 7, Protocol = EchoProtocol.Udp, MessageBytes = bytes }))).Kind);

    private static void AssertOrdered(EchoMeasurement result)
    {
        TimeSpan[] times =
        [
            result.Minimum!.Value, result.P50!.Value, result.P95!.Value, result.P99!.Value, result.Maximum!.Value,
        ];
        Assert.Equal(times.Order(), times);
        Assert.InRange(result.Mean!.Value, times[0], times[^1]);
        Assert.True(times[0] > TimeSpan.Zero);
    }

    private static async Task<EchoMeasurement> MeasureAsync(MeasureEchoServerRequest request)
        => (await new MeasureEchoServerOperation().CollectAsync(request with { ComputerName = ["127.0.0.1"] }))
            .Results<EchoMeasurement>().Single();

    private static async Task<NetServer> StartTcpAsync()
        => (await new StartTcpEchoServerOperation().CollectAsync(new())).Results<NetServer>().Single();
}
