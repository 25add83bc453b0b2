using System.Net.Sockets;
using System.Text;
using NetCmdlets.Core.Tests.Sockets;
using NetCmdlets.Core.Tests.Tls;
using NetCmdlets.Operations.Http;
using NetCmdlets.Protocols.Http;
using NetCmdlets.Servers.Http;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers.Http;

/// <summary>A stop that lets requests finish waits for requests, and not for connections that only stand open.</summary>
public sealed class HttpDrainTests
{
    private const string Get = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";

    // Longer than any test may take: a stop that waits for it fails the test.
    private static readonly TimeSpan Drain = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Connections_between_requests_are_closed_at_once(int requests)
    {
        NetServer server = HttpServers.Start(DelegateResponder.Of(_ => "x"));
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await server.WaitForAsync(NetServerEventKind.Accepted);
        for (int i = 0; i < requests; i++)
        {
            await client.SendAsync(Get);
            Assert.Null((await HttpAnswer.ReadAsync(client))["Connection"]);
        }

        await server.StopAsync(Drain).Within();
        // By FIN, not by RST: the client has all that it was sent.
        Assert.Empty(await client.ReceiveToEndAsync());
        Assert.Equal("Stopped", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
        Assert.Equal(0, server.FailedConnections);
    }

    [Fact]
    public async Task A_request_under_way_is_answered_and_its_connection_closed_then()
    {
        var answer = new TaskCompletionSource();
        NetServer server = HttpServers.Start(new DelegateResponder(async (_, _) =>
        {
            await answer.Task;
            return HttpResponse.Of(200, "text/plain", "late"u8.ToArray());
        }));
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(Get);
        await server.WaitForAsync(NetServerEventKind.Received);
        Task stopping = await BeginStopAsync(server);
        Assert.False(stopping.IsCompleted);
        answer.SetResult();
        HttpAnswer last = await HttpAnswer.ReadAsync(client);
        Assert.Equal(("late", "close"), (last.Text, last["Connection"]));
        Assert.Empty(await client.ReceiveToEndAsync());
        client.Dispose();
        await stopping.Within();
    }

    [Fact]
    public async Task A_request_that_has_begun_to_come_is_answered_too()
    {
        NetServer server = HttpServers.Start(DelegateResponder.Of(_ => "x"));
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(Get[..20]);
        await Until.TrueAsync(() => server.BytesReceived == 20);
        Task stopping = await BeginStopAsync(server);
        await client.SendAsync(Get[20..]);
        HttpAnswer last = await HttpAnswer.ReadAsync(client);
        Assert.Equal(("x", "close"), (last.Text, last["Connection"]));
        client.Dispose();
        await stopping.Within();
    }

    [Fact]
    public async Task A_kept_connection_inside_TLS_ends_with_close_notify()
    {
        NetServer server = HttpServers.Start(new StartHttpServerRequest
        {
            Handler = DelegateResponder.Of(_ => "x"),
            Certificate = new(Lab.Server),
        });
        using TlsTransport client = (await Lab.HandshakeAsync(server, Lab.Client)).Transport!;
        await client.SendAsync(Encoding.ASCII.GetBytes(Get)).Within();
        Assert.True((await client.ReceiveAsync(new byte[1000]).Within()).Bytes > 0);
        await server.StopAsync(Drain).Within();
        Assert.Equal(0, (await client.ReceiveAsync(new byte[1000]).Within()).Bytes);
        Assert.False(client.EndedUnannounced);
    }

    [Fact]
    public async Task A_wait_that_ended_for_nothing_is_still_a_rest()
    {
        var receiving = new TaskCompletionSource();
        var closed = new TaskCompletionSource<TransferResult>();
        var connection = Connection(new ScriptedTransport
        {
            Waits = () => new(new TransferResult(0, SocketError.Success)),
            Receives = _ =>
            {
                receiving.TrySetResult();
                return new(closed.Task);
            },
            Closes = () => closed.TrySetResult(new TransferResult(0, SocketError.OperationAborted)),
        });
        using var channel = new HttpChannel(connection, 1000, TimeProvider.System);
        Task<HttpRequestHead?> reading = channel.ReadHeadAsync().AsTask();
        await receiving.Task.Within();
        connection.Drain();
        Assert.Null(await reading.Within());
        Assert.Equal(CloseReason.Stopped, connection.CloseReason);
    }

    [Fact]
    public async Task A_stop_between_an_answer_and_the_rest_closes_at_once()
    {
        bool closed = false;
        var connection = Connection(new ScriptedTransport { Closes = () => closed = true });
        using var channel = new HttpChannel(connection, 1000, TimeProvider.System);
        connection.Drain();
        Assert.Null(await channel.ReadHeadAsync().Within());
        Assert.Equal((true, CloseReason.Stopped), (closed, connection.CloseReason));
    }

    private static TcpConnection Connection(ScriptedTransport transport)
        => new(1, transport, new Unobserved(), TimeProvider.System);

    // Connections hear of the stop in their order, so when the newest has ended all know.
    private static async Task<Task> BeginStopAsync(NetServer server)
    {
        using TestTcpClient newest = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await server.WaitForAsync(NetServerEventKind.Accepted, e => e.ConnectionId == 2);
        Task stopping = server.StopAsync(Drain);
        Assert.Empty(await newest.ReceiveToEndAsync());
        return stopping;
    }
}
