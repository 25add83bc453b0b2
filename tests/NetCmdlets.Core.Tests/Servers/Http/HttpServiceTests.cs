using System.Text;
using NetCmdlets.Core.Tests.Tls;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Http;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Http;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers.Http;

/// <summary>The protocol over a real connection, whatever is answered.</summary>
public sealed class HttpServiceTests
{
    private const string Get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";

    [Fact]
    public async Task Pipelined_requests_are_answered_in_their_order()
    {
        await using NetServer server = Echo();
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(
            "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none"
            + "GET /2?secret=x HTTP/1.1\r\nHost: a\r\n\r\n"
            + "PUT /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + "2\r\nth\r\n3\r\nree\r\n0\r\n\r\n"
            + Get);
        Assert.Equal("POST /1 one", (await HttpAnswer.ReadAsync(client)).Text);
        Assert.Equal("GET /2 ", (await HttpAnswer.ReadAsync(client)).Text);
        HttpAnswer last = await HttpAnswer.ReadAsync(client);
        Assert.Equal(("PUT /3 three", "close"), (last.Text, last["Connection"]));
        // What follows the last request of a connection is never looked at.
        Assert.Empty(await client.ReceiveToEndAsync());
        Assert.Equal(3, server.MessagesReceived);
        Assert.Equal(["POST /1", "GET /2", "PUT /3"], server.AllOf(NetServerEventKind.Received).Select(e => e.Text));
        Assert.Equal([3L, 0, 5], server.AllOf(NetServerEventKind.Received).Select(e => e.Bytes!.Value));
        await server.WaitForAsync(NetServerEventKind.Closed);
        Assert.Equal(["200", "200", "200"], server.AllOf(NetServerEventKind.Sent).Select(e => e.Text));
        Assert.Equal([11L, 7, 12], server.AllOf(NetServerEventKind.Sent).Select(e => e.Bytes!.Value));
    }

    [Fact]
    public async Task A_client_of_HTTP_1_0_is_closed_unless_it_asks_to_go_on()
    {
        await using NetServer server = Echo();
        using TestTcpClient closed = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await closed.SendAsync("GET /a HTTP/1.0\r\n\r\n");
        HttpAnswer only = await HttpAnswer.ReadAsync(closed);
        Assert.Equal(("GET /a ", "close"), (only.Text, only["Connection"]));
        Assert.Empty(await closed.ReceiveToEndAsync());

        using TestTcpClient kept = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        for (int i = 0; i < 2; i++)
        {
            await kept.SendAsync("GET /b HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            HttpAnswer answer = await HttpAnswer.ReadAsync(kept);
            Assert.Equal(("GET /b ", "keep-alive"), (answer.Text, answer["Connection"]));
        }
    }

    [Fact]
    public async Task A_client_that_waits_for_100_gets_it_before_it_sends_its_body()
    {
        await using NetServer server = Echo();
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
        HttpAnswer first = await HttpAnswer.ReadAsync(client);
        Assert.Equal(100, first.Status);
        await client.SendAsync("body");
        Assert.Equal("POST / body", (await HttpAnswer.ReadAsync(client)).Text);

        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n");
        Assert.Equal(413, (await HttpAnswer.ReadAsync(client)).Status);
        Assert.Empty(await client.ReceiveToEndAsync());
    }

    [Theory]
    [InlineData(
        "GET / HTTP/1.1\r\nHost: a\r\nA : b\r\n\r\n",
        400,
        "ProtocolError: A header field's name has a character that none can have.")]
    [InlineData(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
        "ProtocolError: The length of the body is told in two ways.")]
    [InlineData(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n",
        413,
        "Limit: The body is longer than the 1048576 bytes that are allowed.")]
    [InlineData(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
        501,
        "ProtocolError: The only transfer coding is chunked.")]
    [InlineData("GET / HTTP/3.0\r\n\r\n", 505, "ProtocolError: This server speaks HTTP/1.1 and HTTP/1.0.")]
    [InlineData("\u0016\u0003\u0001", 400, "ProtocolError: This is not HTTP.")]
    public async Task A_request_that_is_not_in_order_is_refused_and_its_connection_closed(
        string request, int status, string reason)
    {
        await using NetServer server = Echo();
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(Get + request);
        Assert.Equal(200, (await HttpAnswer.ReadAsync(client)).Status);
        HttpAnswer refused = await HttpAnswer.ReadAsync(client);
        Assert.Equal((status, "close"), (refused.Status, refused["Connection"]));
        Assert.Empty(await client.ReceiveToEndAsync());
        client.Dispose();
        Assert.Equal(reason, (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
        Assert.Equal(["200", $"{status}"], server.AllOf(NetServerEventKind.Sent).Select(e => e.Text));
    }

    [Theory]
    [InlineData("GET /", "ProtocolError: The stream ended within a request.")]
    [InlineData(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf",
        "ProtocolError: The stream ended within a request.")]
    [InlineData("", "PeerClosed")]
    [InlineData(Get, "PeerClosed")]
    public async Task A_stream_may_end_between_requests_only(string sent, string reason)
    {
        await using NetServer server = Echo();
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(sent);
        client.FinishSending();
        string answer = Encoding.UTF8.GetString(await client.ReceiveToEndAsync());
        Assert.Equal(sent == Get, answer.Contains("GET /x", StringComparison.Ordinal));
        Assert.Equal(reason, (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
    }

    [Theory]
    [InlineData("GET /slow HTTP/1.1\r\nHost: ", "The request's head did not come within 30 s.")]
    [InlineData(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow",
        "The request's body did not come within 30 s.")]
    public async Task A_client_that_sends_a_byte_now_and_then_is_ended_by_the_time_limit(string begin, string reason)
    {
        var time = new ManualClock();
        await using NetServer server = HttpServers.Start(DelegateResponder.Of(_ => ""), time);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(begin);
        // The limit of the first byte is as long: that one has to be over.
        await Until.TrueAsync(() => server.BytesReceived == begin.Length);
        await time.WhenTimerIsSetAsync(HttpChannel.ReadLimit);
        long seen = begin.Length;
        for (int second = 0; second < 29; second++)
        {
            await client.SendAsync("a");
            await Until.TrueAsync(() => server.BytesReceived > seen);
            seen++;
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, server.ActiveConnections);
        time.Advance(TimeSpan.FromSeconds(1));
        HttpAnswer answer = await HttpAnswer.ReadAsync(client);
        Assert.Equal((408, "close"), (answer.Status, answer["Connection"]));
        Assert.Empty(await client.ReceiveToEndAsync());
        Assert.Equal($"TimedOut: {reason}", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
    }

    [Fact]
    public async Task A_body_that_comes_steadily_may_take_longer_than_the_limit()
    {
        var time = new ManualClock();
        await using NetServer server = HttpServers.Start(DelegateResponder.Of(r => $"{r.Body.Length}"), time);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        string head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n";
        await client.SendAsync(head);
        for (int piece = 1; piece <= 10; piece++)
        {
            await client.SendAsync(new byte[20_000]);
            if (piece == 10)
                break;
            await Until.TrueAsync(() => server.BytesReceived == head.Length + (piece * 20_000));
            await time.WhenTimerIsSetAsync(HttpChannel.ReadLimit);
            time.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.Equal("200000", (await HttpAnswer.ReadAsync(client)).Text);
    }

    [Fact]
    public async Task A_connection_that_is_kept_but_not_used_is_closed_after_the_idle_time()
    {
        var time = new ManualClock();
        await using NetServer server = HttpServers.Start(
            new StartHttpServerRequest
            {
                Handler = DelegateResponder.Of(_ => "x"),
                IdleTimeout = TimeSpan.FromSeconds(5),
            },
            time);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(Get);
        Assert.Equal("x", (await HttpAnswer.ReadAsync(client)).Text);
        await server.WaitForAsync(NetServerEventKind.Sent);
        for (int i = 0; i < 12; i++)
            time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(await client.ReceiveToEndAsync());
        Assert.Equal("Idle", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
    }

    [Fact]
    public async Task A_handlers_failure_is_500_without_its_words_and_the_server_lives_on()
    {
        var fault = new InvalidOperationException("the secret of the house");
        await using NetServer server = HttpServers.Start(new DelegateResponder((request, _) => ValueTask.FromResult(
            request.Path == "/bad" ? HttpResponse.Failed(fault.Message, fault) : new HttpResponse(204))));
        HttpAnswer answer = await HttpAnswer.OfAsync(server, "GET /bad");
        Assert.Equal((500, "500 Internal Server Error\n"), (answer.Status, answer.Text));
        NetServerEvent told = await server.WaitForAsync(NetServerEventKind.HandlerError);
        Assert.Equal("the secret of the house", told.Reason);
        Assert.Equal("HandlerError", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
        HttpAnswer next = await HttpAnswer.OfAsync(server, "GET /good");
        Assert.Equal(204, next.Status);
        Assert.Null(next["Content-Length"]);
    }

    [Fact]
    public async Task A_handler_that_never_answers_does_not_hold_up_the_stop()
    {
        var responder = new DelegateResponder(async (_, stopping) =>
        {
            await Task.Delay(Timeout.Infinite, stopping);
            return new HttpResponse(204);
        });
        NetServer server = HttpServers.Start(responder);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(Get);
        await server.WaitForAsync(NetServerEventKind.Received);
        await server.StopAsync(TimeSpan.Zero).Within();
        Assert.True(responder.IsDisposed);
        Assert.Equal("Stopped", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
    }

    [Fact]
    public async Task Ten_thousand_requests_go_over_one_connection()
    {
        await using NetServer server = HttpServers.Start(DelegateResponder.Of(request => request.Path));
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        Task sending = Task.Run(async () =>
        {
            for (int i = 0; i < 100; i++)
            {
                await client.SendAsync(string.Concat(
                    Enumerable.Range(i * 100, 100).Select(n => $"GET /{n} HTTP/1.1\r\nHost: a\r\n\r\n")));
            }

            client.FinishSending();
        });
        string[] answers = Encoding.UTF8.GetString(await client.ReceiveToEndAsync()).Split("HTTP/1.1 200 OK")[1..];
        await sending.Within();
        Assert.Equal(10_000, answers.Length);
        Assert.Equal(
            Enumerable.Range(0, 10_000).Select(n => $"/{n}"),
            answers.Select(answer => answer.Split("\r\n\r\n")[1]));
        Assert.Equal(10_000, server.MessagesReceived);
        Assert.Equal(1, server.TotalConnections);
    }

    [Fact]
    public async Task A_thousand_connections_are_served_at_once()
    {
        await using NetServer server = HttpServers.Start(DelegateResponder.Of(request => request.Path));
        var clients = new List<TestTcpClient>();
        try
        {
            for (int i = 0; i < 1000; i++)
                clients.Add(await TestTcpClient.ConnectAsync(server.LocalEndPoint));
            await Task.WhenAll(clients.Select(
                (client, i) => client.SendAsync($"GET /{i} HTTP/1.1\r\nHost: a\r\n\r\n")));
            for (int i = 0; i < 1000; i++)
                Assert.Equal($"/{i}", (await HttpAnswer.ReadAsync(clients[i])).Text);
            Assert.Equal(1000, server.ActiveConnections);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task Inside_mutual_TLS_the_handler_knows_the_client()
    {
        await using NetServer server = HttpServers.Start(new StartHttpServerRequest
        {
            Handler = DelegateResponder.Of(request => request.ClientCertificateSubject ?? "nobody"),
            Certificate = new(Lab.Server),
            RequireClientCertificate = true,
            TrustedCertificate = [new(Lab.Root)],
        });
        using TlsTransport client = (await Lab.HandshakeAsync(
            server, Lab.Client with { Certificate = Lab.Alice })).Transport!;
        await client.SendAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray()).Within();
        string answer = Encoding.UTF8.GetString(await client.ReceiveAsync(100_000));
        Assert.EndsWith("\r\n\r\nCN=alice", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_to_be_served_is_one_thing()
    {
        Assert.Equal(FailureKind.InvalidRequest, Refused(new()));
        Assert.Equal(
            FailureKind.InvalidRequest, Refused(new() { Path = ".", Handler = DelegateResponder.Of(_ => "") }));
        Assert.Equal(FailureKind.FileFailed, Refused(new() { Path = "no-such-folder-here" }));
    }

    [Fact]
    public async Task The_operation_emits_the_bound_server()
    {
        using var folder = new TemporaryFolder();
        List<PipelineItem> items = await new StartHttpServerOperation().CollectAsync(new() { Path = folder.Path });
        await using NetServer server = items.Results<NetServer>().Single();
        Assert.Equal(("Http", "Tcp"), (server.Kind, server.Protocol));
        Assert.Equal(200, (await HttpAnswer.OfAsync(server, "GET /")).Status);
    }

    private static NetServer Echo()
        => HttpServers.Start(DelegateResponder.Of(request => $"{request.Method} {request.Path} {request.Text}"));

    private static FailureKind Refused(StartHttpServerRequest request)
        => Assert.Throws<NetException>(() => StartHttpServerOperation.ResponderOf(request)).Kind;
}
