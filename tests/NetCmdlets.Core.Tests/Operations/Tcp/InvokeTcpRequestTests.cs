using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Tcp;

public sealed class InvokeTcpRequestTests
{
    [Fact]
    public async Task A_reply_of_a_known_length_is_read_to_that_length()
    {
        await using NetServer server = Echo();
        TcpReply reply = await AskAsync(To(server) with { Message = "hello world", ReplyBytes = 5 });
        Assert.Equal("hello", reply.Text);
        Assert.Equal(5, reply.Bytes);
        Assert.Equal(server.LocalEndPoint, reply.RemoteEndPoint);
        Assert.Equal("127.0.0.1", reply.ComputerName);
        Assert.Equal(CloseReason.Completed, reply.CloseReason);
        Assert.Equal(1, reply.Attempts);
        Assert.InRange(reply.ConnectTime, TimeSpan.FromTicks(1), reply.Elapsed);
    }

    [Fact]
    public async Task A_reply_ends_at_the_text_that_is_waited_for()
    {
        await using var server = new ScriptedServer(async client =>
        {
            await client.SendAsync("user: "u8.ToArray(), SocketFlags.None);
            await client.SendAsync("pass: more"u8.ToArray(), SocketFlags.None);
            await ScriptedServer.ReadAllAsync(client);
        });
        TcpReply reply = await AskAsync(To(server) with { Until = "pass: " });
        Assert.Equal("user: pass: ", reply.Text);
    }

    [Fact]
    public async Task Shutdown_sends_FIN_and_reads_to_the_servers()
    {
        await using var server = new ScriptedServer(async client =>
        {
            byte[] all = await ScriptedServer.ReadAllAsync(client);
            await client.SendAsync(all, SocketFlags.None);
        });
        var data = new byte[3_000_000];
        new Random(5).NextBytes(data);
        TcpReply reply = await AskAsync(To(server) with { Data = data, Shutdown = true });
        Assert.Equal(data, reply.Data);
        Assert.Equal(CloseReason.PeerClosed, reply.CloseReason);
    }

    [Fact]
    public async Task A_message_larger_than_every_buffer_is_sent_while_its_echo_is_read()
    {
        await using NetServer server = Echo();
        var data = new byte[32 * 1024 * 1024];
        new Random(6).NextBytes(data);
        TcpReply reply = await AskAsync(To(server) with { Data = data, ReplyBytes = data.Length });
        Assert.Equal(data, reply.Data);
    }

    [Theory]
    [InlineData(FramingKind.Line, null)]
    [InlineData(FramingKind.Delimiter, "##")]
    [InlineData(FramingKind.LengthPrefix, null)]
    public async Task A_framed_message_gets_its_framed_reply(FramingKind framing, string? delimiter)
    {
        await using NetServer server = Echo();
        TcpReply reply = await AskAsync(To(server) with
        {
            Message = "framed",
            Framing = framing,
            Delimiter = delimiter,
            PrefixBytes = 2,
        });
        Assert.Equal("framed", reply.Text);
    }

    [Fact]
    public async Task Without_a_rule_silence_ends_the_reply()
    {
        var time = new ManualClock();
        await using NetServer server = Echo();
        Task<List<PipelineItem>> asking = new InvokeTcpRequestOperation(time)
            .CollectAsync(To(server) with
            {
                Message = "hello",
                Quiet = TimeSpan.FromSeconds(1),
                Timeout = TimeSpan.FromHours(1),
            });
        // The client's clock stands, so it cannot know silence before it is turned; it is turned until it has.
        await Until.TrueAsync(() => server.BytesSent >= 5);
        await Until.TrueAsync(() => asking.IsCompleted, () => time.Advance(TimeSpan.FromMilliseconds(1)));

        TcpReply reply = (await asking).Results<TcpReply>().Single();
        Assert.Equal("hello", reply.Text);
        Assert.Equal(CloseReason.Completed, reply.CloseReason);
        // A client that has its reply says goodbye with FIN.
        await Until.TrueAsync(() => server is { TotalConnections: > 0, ActiveConnections: 0 });
        Assert.Equal("PeerClosed", server.Events.Read(0).Events.Single(e => e.Kind == NetServerEventKind.Closed).Reason);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_leave_the_text_empty()
    {
        await using NetServer server = Echo();
        TcpReply reply = await AskAsync(To(server) with { Data = [0xFF, 0xFE], ReplyBytes = 2 });
        Assert.Null(reply.Text);
        Assert.Equal([0xFF, 0xFE], reply.Data);
    }

    [Fact]
    public async Task Text_that_the_encoding_cannot_carry_is_a_failure_of_that_message()
    {
        await using NetServer server = Echo();
        NetFailure failure = await FailAsync(To(server) with { Message = "€", Encoding = "ascii", ReplyBytes = 1 });
        Assert.Equal(FailureKind.InvalidEncoding, failure.Kind);
        Assert.Equal(0, server.TotalConnections);
    }

    [Fact]
    public async Task A_server_that_closes_too_early_is_a_failure()
    {
        await using var server = new ScriptedServer(
            async client => await client.SendAsync("abc"u8.ToArray(), SocketFlags.None));
        NetFailure failure = await FailAsync(To(server) with { ReplyBytes = 10 });
        Assert.Equal(FailureKind.PeerClosed, failure.Kind);
        Assert.Contains("after 3 bytes, before 10 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_resets_is_a_failure()
    {
        await using var server = new ScriptedServer(async client =>
        {
            await client.ReceiveAsync(new byte[1], SocketFlags.None);
            client.LingerState = new LingerOption(true, 0);
        });
        NetFailure failure = await FailAsync(To(server) with { Message = "x", ReplyBytes = 10 });
        Assert.Equal(FailureKind.ConnectionReset, failure.Kind);
    }

    [Fact]
    public async Task A_server_that_says_too_little_in_time_is_a_failure()
    {
        var time = new ManualClock();
        await using NetServer server = Echo();
        Task<List<PipelineItem>> asking = new InvokeTcpRequestOperation(time)
            .CollectAsync(To(server) with { Message = "abc", ReplyBytes = 4 });
        await Until.TrueAsync(() => server.BytesSent >= 3);
        await Until.TrueAsync(() => asking.IsCompleted, () => time.Advance(TimeSpan.FromSeconds(1)));

        NetFailure failure = (await asking).Failures().Single();
        Assert.Equal(FailureKind.ReplyTimedOut, failure.Kind);
    }

    [Fact]
    public async Task A_reply_over_the_limit_is_a_failure()
    {
        await using NetServer server = Echo();
        NetFailure failure = await FailAsync(
            To(server) with { Data = new byte[101], Shutdown = true, MaxReplyBytes = 100 });
        Assert.Equal(FailureKind.ReplyTooLong, failure.Kind);
    }

    [Fact]
    public async Task A_closed_port_is_a_failure_and_the_next_host_goes_on()
    {
        await using NetServer server = Echo();
        List<PipelineItem> items = await new InvokeTcpRequestOperation().CollectAsync(
            To(server) with { ComputerName = ["127.0.0.2", "127.0.0.1"], Message = "x", ReplyBytes = 1 });
        Assert.Equal(FailureKind.ConnectionRefused, items.Failures().Single().Kind);
        Assert.Equal("127.0.0.2", items.Failures().Single().Target);
        Assert.Equal("x", items.Results<TcpReply>().Single().Text);
    }

    [Fact]
    public async Task Every_address_of_a_name_is_tried()
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync("localhost").Within();
        Assert.SkipUnless(addresses.Length > 1, "'localhost' has one address here.");
        await using NetServer server = TcpServer.Start(
            "TcpEcho", new StartTcpEchoServerRequest { Address = addresses[^1].ToString() }, new TcpEchoService());
        TcpReply reply = await AskAsync(
            To(server) with { ComputerName = ["localhost"], Message = "x", ReplyBytes = 1 });
        Assert.Equal(server.LocalEndPoint, reply.RemoteEndPoint);
    }

    [Fact]
    public async Task Connecting_is_tried_again_and_the_message_is_sent_once()
    {
        using var holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)holder.LocalEndPoint!).Port;
        Task<List<PipelineItem>> asking = new InvokeTcpRequestOperation().CollectAsync(new InvokeTcpRequestRequest
        {
            ComputerName = ["127.0.0.1"],
            Port = port,
            Message = "x",
            ReplyBytes = 1,
            RetryCount = 1000,
            RetryDelay = TimeSpan.FromTicks(1),
        });
        // The port refuses until here.
        holder.Listen();
        using Socket client = await holder.AcceptAsync().Within();
        var buffer = new byte[10];
        Assert.Equal(1, await client.ReceiveAsync(buffer, SocketFlags.None).Within());
        await client.SendAsync("y"u8.ToArray(), SocketFlags.None).Within();
        TcpReply reply = (await asking.Within()).Results<TcpReply>().Single();
        Assert.Equal("y", reply.Text);
        Assert.InRange(reply.Attempts, 1, 1001);
    }

    [Fact]
    public async Task A_unix_domain_socket_is_asked_by_its_path()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("echo.sock");
        await using NetServer server = TcpServer.Start(
            "TcpEcho", new StartTcpEchoServerRequest { SocketPath = path }, new TcpEchoService());
        TcpReply reply = await AskAsync(new() { SocketPath = path, Message = "x", ReplyBytes = 1 });
        Assert.Equal("x", reply.Text);
        Assert.Equal(path, reply.ComputerName);
        NetFailure failure = await FailAsync(new() { SocketPath = path + "2", Message = "x" });
        Assert.Equal(FailureKind.ConnectionRefused, failure.Kind);
    }

    [Fact]
    public async Task A_stop_during_the_wait_for_a_reply_ends_at_once_with_a_reset()
    {
        await using NetServer server = Echo();
        using var stop = new CancellationTokenSource();
        Task<List<PipelineItem>> asking = new InvokeTcpRequestOperation().CollectAsync(
            To(server) with { Message = "x", ReplyBytes = 2, Timeout = TimeSpan.FromMinutes(5) }, stop.Token);
        await Until.TrueAsync(() => server.BytesSent >= 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.Within());
        await Until.TrueAsync(() => server is { TotalConnections: > 0, ActiveConnections: 0 });
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task An_empty_host_is_the_name_of_none(string host)
    {
        NetFailure failure = await FailAsync(new() { ComputerName = [host], Port = 7 });
        Assert.Equal(FailureKind.NameNotFound, failure.Kind);
    }

    [Fact]
    public async Task A_plain_file_is_no_socket_and_no_port()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "plain");
        await File.WriteAllTextAsync(path, "", TestContext.Current.CancellationToken);
        NetFailure failure = await FailAsync(new() { SocketPath = path });
        Assert.Equal(FailureKind.ConnectionRefused, failure.Kind);
        Assert.DoesNotContain("port", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FailureKind.InvalidPort)]
    [InlineData(FailureKind.InvalidRequest)]
    [InlineData(FailureKind.InvalidAddress)]
    [InlineData(FailureKind.InvalidEncoding)]
    public async Task What_does_not_go_together_ends_the_use(FailureKind expected)
    {
        InvokeTcpRequestRequest request = expected switch
        {
            FailureKind.InvalidPort => new() { ComputerName = ["127.0.0.1"] },
            FailureKind.InvalidRequest => new() { ComputerName = ["127.0.0.1"], Port = 7, Until = "x", ReplyBytes = 1 },
            FailureKind.InvalidAddress => new() { ComputerName = ["127.0.0.1"], Port = 7, LocalAddress = "here" },
            _ => new() { ComputerName = ["127.0.0.1"], Port = 7, Encoding = "klingon" },
        };
        NetException error = await Assert.ThrowsAsync<NetException>(
            () => new InvokeTcpRequestOperation().CollectAsync(request));
        Assert.Equal(expected, error.Kind);
    }

    private static TcpServer Echo()
        => TcpServer.Start("TcpEcho", new StartTcpEchoServerRequest(), new TcpEchoService());

    private static InvokeTcpRequestRequest To(NetServer server)
        => new() { ComputerName = ["127.0.0.1"], Port = server.Port!.Value };

    private static InvokeTcpRequestRequest To(ScriptedServer server)
        => new() { ComputerName = ["127.0.0.1"], Port = server.Port };

    private static async Task<TcpReply> AskAsync(InvokeTcpRequestRequest request)
    {
        List<PipelineItem> items = await new InvokeTcpRequestOperation().CollectAsync(request);
        Assert.Empty(items.Failures().Select(failure => failure.Message));
        return items.Results<TcpReply>().Single();
    }

    private static async Task<NetFailure> FailAsync(InvokeTcpRequestRequest request)
    {
        List<PipelineItem> items = await new InvokeTcpRequestOperation().CollectAsync(request);
        Assert.Empty(items.Results<TcpReply>());
        return items.Failures().Single();
    }
}
