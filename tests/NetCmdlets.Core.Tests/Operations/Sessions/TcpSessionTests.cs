using System.Net.Sockets;
using NetCmdlets.Core.Tests.Operations.Tcp;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Operations.Sessions;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Sessions;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Sessions;

public sealed class TcpSessionTests
{
    [Fact]
    public async Task What_is_sent_in_pieces_is_received_by_any_rule()
    {
        await using NetServer server = Echo();
        await using TcpSession session = await ConnectAsync(server);
        await SendAsync(new() { Session = [session], Message = "one\ntw" });
        await SendAsync(new() { Session = [session], Message = "o\n12345$ rest" });
        Assert.Equal("one", (await TakeAsync(session, new() { Framing = FramingKind.Line })).Text);
        Assert.Equal("two", (await TakeAsync(session, new() { Framing = FramingKind.Line })).Text);
        Assert.Equal("123", (await TakeAsync(session, new() { ReplyBytes = 3 })).Text);
        Assert.Equal("45$ ", (await TakeAsync(session, new() { Until = "$ " })).Text);
        await Until.TrueAsync(() => session.Available == 4);
        Assert.Equal("rest", (await TakeAsync(session, new() { Quiet = TimeSpan.FromTicks(1) })).Text);
        Assert.Equal(19, session.BytesReceived);
        Assert.Equal(19, session.BytesSent);
        Assert.Equal(TcpSessionState.Open, session.State);
    }

    [Fact]
    public async Task What_does_not_come_in_time_is_a_failure_and_what_came_stays()
    {
        await using NetServer server = Echo();
        await using TcpSession session = await ConnectAsync(server);
        await SendAsync(new() { Session = [session], Message = "abc" });
        await Until.TrueAsync(() => session.Available == 3);
        NetFailure failure = await FailAsync(
            session, new() { ReplyBytes = 4, Timeout = TimeSpan.FromMilliseconds(1) });
        Assert.Equal(FailureKind.ReplyTimedOut, failure.Kind);
        Assert.Equal("abc", (await TakeAsync(session, new() { ReplyBytes = 3 })).Text);
    }

    [Fact]
    public async Task A_message_larger_than_the_buffer_is_received_where_it_is_asked_for()
    {
        await using NetServer server = Echo();
        await using TcpSession session = await ConnectAsync(server);
        var data = new byte[5 * TcpSession.BufferLimit];
        new Random(4).NextBytes(data);
        Task sending = SendAsync(new() { Session = [session], Data = data, Timeout = Bounded.Limit });
        TcpReply reply = await TakeAsync(session, new() { ReplyBytes = data.Length, Timeout = Bounded.Limit });
        await sending.Within();
        Assert.Equal(data, reply.Data);
    }

    [Fact]
    public async Task A_session_nobody_takes_from_stops_to_receive()
    {
        await using NetServer server = Echo();
        await using TcpSession session = await ConnectAsync(server);
        List<PipelineItem> items = await new SendTcpDataOperation().CollectAsync(new SendTcpDataRequest
        {
            Session = [session],
            Data = new byte[64 * 1024 * 1024],
            Timeout = TimeSpan.FromMilliseconds(300),
        });
        Assert.Equal(FailureKind.ConnectionTimedOut, items.Failures().Single().Kind);
        Assert.InRange(session.Available, 1, TcpSession.BufferLimit + (64 * 1024));
    }

    [Fact]
    public async Task The_servers_end_is_seen_and_what_it_sent_before_can_be_taken()
    {
        await using var server = new ScriptedServer(
            async client => await client.SendAsync("goodbye"u8.ToArray(), SocketFlags.None));
        await using TcpSession session = await ConnectAsync(server.Port);
        List<PipelineItem> ready = await new WaitTcpSessionOperation().CollectAsync(
            new WaitTcpSessionRequest { Session = [session], Closed = true });
        Assert.Same(session, ready.Results<TcpSession>().Single());
        Assert.Equal(TcpSessionState.PeerClosed, session.State);
        NetFailure failure = await FailAsync(session, new() { ReplyBytes = 8 });
        Assert.Equal(FailureKind.PeerClosed, failure.Kind);
        Assert.Equal("goodbye", (await TakeAsync(session, new() { Framing = FramingKind.Line })).Text);
    }

    [Fact]
    public async Task A_reset_ends_the_session_with_its_reason()
    {
        await using var server = new ScriptedServer(async client =>
        {
            await client.ReceiveAsync(new byte[1], SocketFlags.None);
            client.LingerState = new LingerOption(true, 0);
        });
        await using TcpSession session = await ConnectAsync(server.Port);
        await SendAsync(new() { Session = [session], Message = "x" });
        await Until.TrueAsync(() => session.State == TcpSessionState.Closed);
        Assert.Equal(CloseReason.Reset, session.CloseReason);
        Assert.Equal(FailureKind.ConnectionReset, (await FailAsync(session, new() { ReplyBytes = 1 })).Kind);
    }

    [Fact]
    public async Task Of_many_sessions_the_wait_gives_those_that_are_ready()
    {
        await using NetServer server = Echo();
        await using TcpSession silent = await ConnectAsync(server);
        await using TcpSession spoken = await ConnectAsync(server);
        Task<List<PipelineItem>> waiting = new WaitTcpSessionOperation().CollectAsync(
            new WaitTcpSessionRequest { Session = [silent, spoken], Readable = true, Timeout = Bounded.Limit });
        Assert.False(waiting.IsCompleted);
        await SendAsync(new() { Session = [spoken], Message = "x" });
        Assert.Same(spoken, (await waiting).Results<TcpSession>().Single());
        List<PipelineItem> none = await new WaitTcpSessionOperation().CollectAsync(new WaitTcpSessionRequest
        {
            Session = [silent],
            Readable = true,
            Quiet = true,
            Timeout = TimeSpan.FromMilliseconds(1),
        });
        Assert.Equal([false], none.Results<bool>());
        List<PipelineItem> writable = await new WaitTcpSessionOperation().CollectAsync(
            new WaitTcpSessionRequest { Session = [silent], Writable = true });
        Assert.Same(silent, writable.Results<TcpSession>().Single());
    }

    [Fact]
    public async Task Disconnecting_sends_FIN_and_forgets_the_session()
    {
        await using NetServer server = Echo();
        TcpSession session = await ConnectAsync(server);
        Assert.Same(session, SessionRegistry.Find(session.Id));
        await new DisconnectTcpSessionOperation().CollectAsync(
            new DisconnectTcpSessionRequest { Session = [session] });
        Assert.Null(SessionRegistry.Find(session.Id));
        Assert.Equal(TcpSessionState.Closed, session.State);
        Assert.Equal(CloseReason.Completed, session.CloseReason);
        await Until.TrueAsync(() => server is { TotalConnections: > 0, ActiveConnections: 0 });
        Assert.Equal("PeerClosed", server.Events.Read(0).Events.Single(e => e.Kind == NetServerEventKind.Closed).Reason);
    }

    [Fact]
    public async Task A_send_connects_again_where_that_was_asked_for_and_fails_where_it_was_not()
    {
        await using var server = new ScriptedServer(async client =>
        {
            var buffer = new byte[100];
            int count = await client.ReceiveAsync(buffer, SocketFlags.None);
            await client.SendAsync(buffer.AsMemory(0, count), SocketFlags.None);
        });
        await using TcpSession session = await ConnectAsync(server.Port, reconnect: true);
        foreach (string message in (string[])["one", "two"])
        {
            await SendAsync(new() { Session = [session], Message = message });
            Assert.Equal(message, (await TakeAsync(session, new() { ReplyBytes = 3 })).Text);
            await Until.TrueAsync(() => session.State != TcpSessionState.Open);
        }

        Assert.Equal(1, session.Reconnects);
        Assert.Equal(2, server.Clients);

        await using TcpSession plain = await ConnectAsync(server.Port);
        await plain.CloseAsync(abort: false).Within();
        List<PipelineItem> items = await new SendTcpDataOperation().CollectAsync(
            new SendTcpDataRequest { Session = [plain], Message = "x" });
        Assert.Equal(FailureKind.PeerClosed, items.Failures().Single().Kind);
    }

    [Fact]
    public async Task A_session_that_is_disconnected_while_it_connects_again_stays_disconnected()
    {
        await using NetServer server = Echo();
        var dialer = new TcpDialer(TcpConnectOptions.Default, AddressFamilyChoice.Any, RetryPolicy.None);
        DialResult first = await dialer.DialAsync("127.0.0.1", server.Port!.Value, default).Within();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var session = new TcpSession("again", "127.0.0.1", first, RedialAsync);
        SessionRegistry.Add(session);
        first.Transport!.Dispose();
        await Until.TrueAsync(() => session.State == TcpSessionState.Closed);

        Task<NetFailure?> sending = session.SendAsync("x"u8.ToArray(), false, Bounded.Limit, default);
        await begun.Task.Within();
        await session.CloseAsync(abort: false).Within();
        goOn.SetResult();

        Assert.Equal(FailureKind.PeerClosed, (await sending.Within())!.Kind);
        Assert.Equal(TcpSessionState.Closed, session.State);
        await Until.TrueAsync(() => server is { TotalConnections: 2, ActiveConnections: 0 });

        async Task<DialResult> RedialAsync(CancellationToken cancellationToken)
        {
            begun.SetResult();
            await goOn.Task.Within();
            return await dialer.DialAsync("127.0.0.1", server.Port!.Value, cancellationToken);
        }
    }

    [Fact]
    public async Task The_time_that_connecting_again_takes_is_not_the_sends()
    {
        await using NetServer server = Echo();
        var clock = new ManualClock();
        var dialer = new TcpDialer(TcpConnectOptions.Default, AddressFamilyChoice.Any, RetryPolicy.None);
        DialResult first = await dialer.DialAsync("127.0.0.1", server.Port!.Value, default).Within();
        await using var session = new TcpSession("again", "127.0.0.1", first, RedialAsync, clock);
        SessionRegistry.Add(session);
        first.Transport!.Dispose();
        await Until.TrueAsync(() => session.State == TcpSessionState.Closed);

        Assert.Null(await session.SendAsync("x"u8.ToArray(), false, TimeSpan.FromSeconds(5), default).Within());
        Assert.Equal("x", (await TakeAsync(session, new() { ReplyBytes = 1 })).Text);
        Assert.Equal((TcpSessionState.Open, 1), (session.State, session.Reconnects));

        Task<DialResult> RedialAsync(CancellationToken cancellationToken)
        {
            // Its own limits and pauses are the dialer's.
            clock.Advance(TimeSpan.FromSeconds(60));
            return dialer.DialAsync("127.0.0.1", server.Port!.Value, cancellationToken);
        }
    }

    [Theory]
    [InlineData(false, CloseReason.TimedOut)]
    [InlineData(true, CloseReason.Stopped)]
    public async Task A_send_that_is_ended_half_way_ends_the_session_with_its_reason(bool stopped, CloseReason reason)
    {
        using var release = new SemaphoreSlim(0);
        await using var server = new ScriptedServer(_ => release.WaitAsync());
        await using TcpSession session = await ConnectAsync(server.Port);
        using var stop = new CancellationTokenSource();
        Task<NetFailure?> sending = session.SendAsync(
            new byte[64 * 1024 * 1024],
            finish: false,
            stopped ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(0.1),
            stop.Token);
        if (stopped)
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.Within());
        }
        else
        {
            Assert.Equal(FailureKind.ConnectionTimedOut, (await sending.Within())!.Kind);
        }

        Assert.Equal((TcpSessionState.Closed, reason), (session.State, session.CloseReason));
        release.Release();
    }

    [Fact]
    public async Task A_session_is_writable_while_the_system_takes_more()
    {
        using var release = new SemaphoreSlim(0);
        await using var server = new ScriptedServer(async client =>
        {
            await release.WaitAsync();
            await ScriptedServer.ReadAllAsync(client);
        });
        await using TcpSession session = await ConnectAsync(server.Port);
        var wait = new WaitTcpSessionRequest { Session = [session], Writable = true, Timeout = Bounded.Limit };
        Assert.Equal([session], (await new WaitTcpSessionOperation().CollectAsync(wait)).Results<TcpSession>());
        // Each piece still fits; at last the buffers of both sides are full. What was just sent may move on once more.
        WaitTcpSessionRequest moment = wait with { Timeout = TimeSpan.FromMilliseconds(30) };
        List<TcpSession> ready;
        do
        {
            while (session.IsWritable)
                await SendAsync(new() { Session = [session], Data = new byte[1024], Timeout = Bounded.Limit });
            ready = (await new WaitTcpSessionOperation().CollectAsync(moment)).Results<TcpSession>();
        }
        while (ready.Count > 0);

        Assert.Equal(TcpSessionState.Open, session.State);
        release.Release();
        Assert.Equal([session], (await new WaitTcpSessionOperation().CollectAsync(wait)).Results<TcpSession>());
        await session.CloseAsync(abort: false).Within();
    }

    [Fact]
    public async Task A_stop_of_the_wait_leaves_the_session_as_it_is()
    {
        await using NetServer server = Echo();
        await using TcpSession session = await ConnectAsync(server);
        using var stop = new CancellationTokenSource();
        Task<List<PipelineItem>> waiting = new ReceiveTcpDataOperation().CollectAsync(
            new ReceiveTcpDataRequest { Session = [session], ReplyBytes = 1, Timeout = TimeSpan.FromMinutes(5) },
            stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Within());
        await SendAsync(new() { Session = [session], Message = "x" });
        Assert.Equal("x", (await TakeAsync(session, new() { ReplyBytes = 1 })).Text);
    }

    private static TcpServer Echo()
        => TcpServer.Start("TcpEcho", new StartTcpEchoServerRequest(), new TcpEchoService());

    private static Task<TcpSession> ConnectAsync(NetServer server) => ConnectAsync(server.Port!.Value);

    private static async Task<TcpSession> ConnectAsync(int port, bool reconnect = false)
        => (await new ConnectTcpSessionOperation().CollectAsync(
            new ConnectTcpSessionRequest { ComputerName = ["127.0.0.1"], Port = port, Reconnect = reconnect }))
            .Results<TcpSession>().Single();

    private static async Task SendAsync(SendTcpDataRequest request)
        => Assert.Empty((await new SendTcpDataOperation().CollectAsync(request)).Failures().Select(f => f.Message));

    private static async Task<TcpReply> TakeAsync(TcpSession session, ReceiveTcpDataRequest request)
    {
        List<PipelineItem> items = await new ReceiveTcpDataOperation().CollectAsync(request with { Session = [session] });
        Assert.Empty(items.Failures().Select(failure => failure.Message));
        return items.Results<TcpReply>().Single();
    }

    private static async Task<NetFailure> FailAsync(TcpSession session, ReceiveTcpDataRequest request)
        => (await new ReceiveTcpDataOperation().CollectAsync(request with { Session = [session] })).Failures().Single();
}
