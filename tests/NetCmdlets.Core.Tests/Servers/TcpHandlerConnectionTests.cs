using NetCmdlets.Framing;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Handlers;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

/// <summary>What a handler keeps of one client and uses while it serves another.</summary>
public sealed class TcpHandlerConnectionTests
{
    [Fact]
    public async Task A_handler_may_send_to_another_client_while_that_ones_own_handler_replies()
    {
        HandlerConnection? listener = null;
        string news = new('n', 8 << 20);
        var told = new TaskCompletionSource();
        await using NetServer server = Start(new()
        {
            Framing = FramingKind.Line,
            MaxMessageBytes = 16 << 20,
            Handler = new ScriptedHandler(async (connection, stopping) =>
            {
                if (connection.Text == "news")
                {
                    told.SetResult();
                    await Task.Run(() => listener!.Send(news), stopping);
                    return new HandlerResult(["sent"u8.ToArray()]);
                }

                listener ??= connection;
                return new HandlerResult([connection.Data]);
            }),
        });
        using TestTcpClient reader = await TestTcpClient.ConnectAsync(server.LocalEndPoint, receiveBufferBytes: 4096);
        await reader.SendAsync("first\n");
        Assert.Equal("first\n", await reader.ReceiveTextAsync(6));
        using TestTcpClient writer = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await writer.SendAsync("news\n");
        await told.Task.Within();
        // The news fill the reader's window: they are still under way when its own message comes.
        await Until.TrueAsync(() => reader.Socket.Available > 0);
        await reader.SendAsync("second\n");
        Assert.Equal(news + "\nsecond\n", await reader.ReceiveTextAsync(news.Length + 8));
        Assert.Equal("sent\n", await writer.ReceiveTextAsync(5));
        Assert.Equal(0, server.FailedConnections);
    }

    [Fact]
    public async Task What_is_sent_to_a_client_that_has_gone_is_lost_and_hurts_nobody()
    {
        HandlerConnection? gone = null;
        await using NetServer server = Start(new()
        {
            Framing = FramingKind.Line,
            Handler = ScriptedHandler.Of(connection =>
            {
                gone ??= connection;
                gone.Send("news");
                return "reply";
            }),
        });
        using (TestTcpClient first = await TestTcpClient.ConnectAsync(server.LocalEndPoint))
        {
            await first.SendAsync("x\n");
            Assert.Equal("news\nreply\n", await first.ReceiveTextAsync(11));
        }

        await server.WaitForAsync(NetServerEventKind.Closed);
        using TestTcpClient second = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await second.SendAsync("x\n");
        Assert.Equal("reply\n", await second.ReceiveTextAsync(6));
        Assert.Equal(0, server.FailedConnections);
    }

    private static TcpServer Start(StartTcpServerRequest request)
        => TcpServer.Start("Tcp", request, new TcpMessageService(request));
}
