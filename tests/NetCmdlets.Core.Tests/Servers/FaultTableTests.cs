using System.Text;
using NetCmdlets.Framing;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Servers.Handlers;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

/// <summary>
/// What clients do wrong, each with the event, the reason and the counter it leaves. What needs a network or a foreign
/// program (a peer that vanishes, ten thousand clients, a thousand tokens) is with the peers.
/// </summary>
public sealed class FaultTableTests
{
    private static readonly StartTcpServerRequest Table = new() { Response = ["*=fine"], Framing = FramingKind.Line };

    public static TheoryData<string, string> Faults => new()
    {
        { "reset", "Reset" },
        { "not text", "ProtocolError: The message is not utf-8 text." },
        { "oversized", "Limit: The message is longer than allowed." },
        { "handler", "HandlerError" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_ends_its_client_alone_with_a_reason_and_is_counted(string fault, string reason)
    {
        await using NetServer server = Start(fault == "handler"
            ? Table with { Response = [], Handler = new ScriptedHandler((asked, _) => Task.FromResult(Answer(asked))) }
            : Table with { MaxMessageBytes = 100 });
        using TestTcpClient steady = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await steady.SendAsync("one\n");
        Assert.Equal("fine\n", await steady.ReceiveTextAsync(5));
        using TestTcpClient faulty = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await faulty.SendAsync(fault switch
        {
            "reset" => "half a mess"u8.ToArray(),
            "not text" => [0xC0, 0x80, (byte)'\n'],
            "oversized" => Encoding.ASCII.GetBytes(new string('m', 200)),
            _ => "throw\n"u8.ToArray(),
        });
        if (fault == "reset")
        {
            await Until.TrueAsync(() => server.BytesReceived == 4 + 11);
            faulty.Reset();
        }
        else
        {
            Assert.Empty(await faulty.ReceiveToEndAsync());
            faulty.Dispose();
        }

        NetServerEvent closed = await server.WaitForAsync(NetServerEventKind.Closed);
        Assert.Equal((2, reason), (closed.ConnectionId, closed.Reason));
        if (fault == "handler")
            Assert.Equal("no idea", (await server.WaitForAsync(NetServerEventKind.HandlerError)).Reason);
        await Until.TrueAsync(() => server.ActiveConnections == 1);
        Assert.Equal((1, 0), (server.FailedConnections, server.RejectedConnections));
        await steady.SendAsync("two\n");
        Assert.Equal("fine\n", await steady.ReceiveTextAsync(5));

        static HandlerResult Answer(HandlerConnection connection)
            => connection.Text == "throw" ? new([], "no idea") : new(["fine"u8.ToArray()]);
    }

    [Fact]
    public async Task Clients_that_leave_in_order_and_those_that_the_stop_ends_are_no_faults()
    {
        NetServer server = Start(Table);
        using (TestTcpClient leaving = await TestTcpClient.ConnectAsync(server.LocalEndPoint))
        {
            await leaving.SendAsync("x\n");
            Assert.Equal("fine\n", await leaving.ReceiveTextAsync(5));
        }

        await server.WaitForAsync(NetServerEventKind.Closed);
        using TestTcpClient staying = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await server.WaitForAsync(NetServerEventKind.Accepted, entry => entry.ConnectionId == 2);
        await server.StopAsync(TimeSpan.Zero).Within();
        Assert.Equal((2, 0), (server.TotalConnections, server.FailedConnections));
    }

    [Fact]
    public async Task A_client_that_reads_nothing_is_not_read_from_either()
    {
        string reply = new('r', 64 * 1024);
        await using NetServer server = Start(Table with { Response = [$"*={reply}"] });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint, receiveBufferBytes: 4096);
        const int Messages = 1000;
        await client.SendAsync(string.Concat(Enumerable.Repeat("m\n", Messages)));
        // It goes on until the system takes no more of a reply: one is held, and none is made ahead.
        long seen = -1;
        await Until.TrueAsync(() => server.BytesSent > 0 && seen == (seen = server.MessagesReceived));
        Assert.InRange(server.MessagesReceived, 1, Messages / 2);
        for (int i = 0; i < Messages; i++)
            Assert.Equal(reply.Length + 1, (await client.ReceiveAsync(reply.Length + 1)).Length);
        Assert.Equal(Messages, server.MessagesReceived);
    }

    [Fact]
    public async Task A_client_that_reads_slowly_is_not_idle_and_one_that_has_stopped_to_read_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells what a peer has acknowledged.");
        var time = new ManualClock();
        await using NetServer server = TcpServer.Start(
            "TcpEcho",
            new StartTcpEchoServerRequest { IdleTimeout = TimeSpan.FromSeconds(5) },
            new TcpEchoService(),
            time: time);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint, receiveBufferBytes: 4096);
        Task sending = client.SendAsync(new byte[32 * 1024 * 1024]);
        // Two clocks' minutes, of which each second brings some bytes, and no call to send ends.
        for (int second = 0; second < 120; second++)
        {
            Assert.Equal(4096, (await client.ReceiveAsync(4096)).Length);
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.Empty(server.AllOf(NetServerEventKind.Closed));
        }

        await Until.TrueAsync(
            () => server.AllOf(NetServerEventKind.Closed).Count > 0, () => time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal("Idle", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
        await Until.TrueAsync(() => server.FailedConnections == 1);
        client.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => sending.Within());
    }

    [Theory]
    [InlineData(FramingKind.Line, "a line without an end")]
    [InlineData(FramingKind.LengthPrefix, "\0\0\0\u0050and less than 80 bytes")]
    [InlineData(FramingKind.Delimiter, "no blank")]
    public async Task A_client_that_sends_a_byte_a_second_is_not_idle_and_its_message_has_its_own_time(
        FramingKind framing, string bytes)
    {
        var time = new ManualClock();
        await using NetServer server = Start(
            Table with
            {
                Framing = framing,
                Delimiter = framing == FramingKind.Delimiter ? "\r\n" : null,
                IdleTimeout = TimeSpan.FromSeconds(10),
                MessageTimeout = TimeSpan.FromSeconds(60),
            },
            time);
        using TestTcpClient slow = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        for (int second = 0; second < 59; second++)
        {
            await slow.SendAsync([(byte)bytes[second % bytes.Length]]);
            await Until.TrueAsync(() => server.BytesReceived == second + 1);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(server.AllOf(NetServerEventKind.Closed));
        await slow.SendAsync("x");
        await Until.TrueAsync(() => server.BytesReceived == 60);
        // The server may have begun to count a moment after the clock went on: some seconds to spare.
        time.Advance(TimeSpan.FromSeconds(5));
        NetServerEvent closed = await server.WaitForAsync(NetServerEventKind.Closed);
        Assert.Equal("TimedOut: No whole message came within 60 s.", closed.Reason);
        await Until.TrueAsync(() => server.FailedConnections == 1);
        Assert.Equal(0, server.MessagesReceived);
    }

    [Fact]
    public async Task A_message_that_is_whole_in_time_starts_the_next_ones_time_with_its_first_byte()
    {
        var time = new ManualClock();
        await using NetServer server = Start(Table with { MessageTimeout = TimeSpan.FromSeconds(10) }, time);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        for (int round = 0; round < 5; round++)
        {
            // Between messages nothing is under way, so silence is the idle time's business.
            time.Advance(TimeSpan.FromSeconds(30));
            await client.SendAsync("begun");
            await Until.TrueAsync(() => server.BytesReceived == (round * 10) + 5);
            time.Advance(TimeSpan.FromSeconds(9));
            await client.SendAsync(" end\n");
            Assert.Equal("fine\n", await client.ReceiveTextAsync(5));
            Assert.Equal(round + 1, server.MessagesReceived);
        }
    }

    private static TcpServer Start(StartTcpServerRequest request, TimeProvider? time = null)
        => TcpServer.Start("Tcp", request, new TcpMessageService(request), time: time);
}
