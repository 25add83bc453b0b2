using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Standard;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers.Standard;

/// <summary>The rate of Discard and Chargen over TCP; 8 Mbit/s are a piece of 10,000 bytes every 10 ms.</summary>
public sealed class StandardRateTests
{
    private const int Piece = 10_000;
    private static readonly TimeSpan PieceTime = TimeSpan.FromMilliseconds(10);

    private readonly ManualClock clock = new();

    [Fact]
    public async Task Chargen_sends_a_piece_when_its_time_has_come_and_not_before()
    {
        // A tenth of the 95 lines of 74 bytes every 10 ms.
        const int Tenth = 703;
        await using NetServer server = Start(StandardService.Chargen, bitsPerSecond: Tenth * 800);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        string ring = string.Concat(Enumerable.Range(32, 95).Select(code => (char)code));
        string lines = string.Concat(Enumerable.Range(0, 300).Select(line =>
            string.Concat(Enumerable.Range(0, 72).Select(column => ring[(line + column) % 95])) + "\r\n"));
        for (int round = 0; round < 25; round++)
        {
            Assert.Equal(lines.Substring(round * Tenth, Tenth), await client.ReceiveTextAsync(Tenth));
            await clock.WhenTimerIsSetAsync(PieceTime);
            Assert.Equal((round + 1) * Tenth, server.BytesSent);
            clock.Advance(PieceTime);
        }
    }

    [Fact]
    public async Task Discard_takes_a_piece_when_its_time_has_come_and_not_before()
    {
        await using NetServer server = Start(StandardService.Discard);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(new byte[Piece]);
        await Until.TrueAsync(() => server.BytesReceived >= Piece);
        // A piece is taken as it comes and its time waited for then; the first has none before it to wait for.
        await client.SendAsync(new byte[Piece]);
        for (int pieces = 2; pieces <= 10; pieces++)
        {
            await Until.TrueAsync(() => server.BytesReceived >= pieces * Piece);
            await clock.WhenTimerIsSetAsync(PieceTime);
            await client.SendAsync(new byte[Piece]);
            Assert.Equal(pieces * Piece, server.BytesReceived);
            clock.Advance(PieceTime);
        }
    }

    [Fact]
    public async Task All_clients_share_the_rate()
    {
        await using NetServer server = Start(StandardService.Discard);
        using TestTcpClient first = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        using TestTcpClient second = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        Task sending = Task.WhenAll(first.SendAsync(new byte[5 * Piece]), second.SendAsync(new byte[5 * Piece]));

        // One piece had none before it to wait for; then a piece of each waits, one behind the other.
        await clock.WhenTimerIsSetAsync(2 * PieceTime);
        await clock.WhenTimerIsSetAsync(PieceTime);
        Assert.Equal(3 * Piece, server.BytesReceived);
        await Until.TrueAsync(() => server.BytesReceived == 10 * Piece, () => clock.Advance(PieceTime));
        await sending.Within();
    }

    [Fact]
    public async Task A_client_that_waits_for_the_rate_is_not_idle()
    {
        await using NetServer server = Start(StandardService.Chargen, bitsPerSecond: 8, idle: TimeSpan.FromSeconds(2));
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        for (int second = 0; second < 10; second++)
        {
            // A byte a second, of the first line: a blank, '!' and so on.
            Assert.Equal([(byte)(32 + second)], await client.ReceiveAsync(1));
            await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(1));
            for (int tick = 0; tick < 5; tick++)
                clock.Advance(TimeSpan.FromMilliseconds(200));
        }

        Assert.Equal(1, server.ActiveConnections);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_the_rate()
    {
        await using NetServer server = Start(StandardService.Chargen, bitsPerSecond: 1);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.ReceiveAsync(1);
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(8));

        await server.StopAsync(TimeSpan.Zero).Within();
        Assert.Equal(0, server.ActiveConnections);
    }

    [Theory]
    [InlineData(StandardService.Daytime, 1, new string[0])]
    [InlineData(null, 1, new[] { "a=b" })]
    [InlineData(StandardService.Chargen, -1, new string[0])]
    [InlineData(StandardService.Chargen, 0, new[] { "a=b" })]
    public async Task A_rate_is_of_what_sends_or_takes_much_and_a_service_stands_alone(
        StandardService? service, long rate, string[] response)
    {
        StartTcpServerRequest request = new() { Service = service, MaxBitsPerSecond = rate, Response = response };
        var error = await Assert.ThrowsAsync<NetException>(() => new StartTcpServerOperation().CollectAsync(request));

        Assert.Equal(FailureKind.InvalidRequest, error.Kind);
    }

    private TcpServer Start(StandardService service, long bitsPerSecond = 8_000_000, TimeSpan idle = default)
        => TcpServer.Start(
            "Paced",
            new StartTcpServerRequest { IdleTimeout = idle },
            new StandardTcpService(service, bitsPerSecond, clock),
            time: clock);
}
