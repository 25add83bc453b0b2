using System.Net;
using System.Net.Sockets;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

/// <summary>What a server does where something under it breaks its contract.</summary>
public sealed class TcpServerFaultTests
{
    [Fact]
    public async Task A_connection_whose_end_throws_is_gone_all_the_same_and_the_stop_ends()
    {
        await using NetServer server = TcpServer.Start(
            "TcpEcho", new StartTcpEchoServerRequest(), new TcpEchoService(), [new BreakingGate()]);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync("x");
        Assert.Equal("x", await client.ReceiveTextAsync(1));
        client.FinishSending();

        Assert.Equal("Connection 1: broken", (await server.WaitForAsync(NetServerEventKind.Error)).Reason);
        await server.WaitForAsync(NetServerEventKind.Closed);
        await Until.TrueAsync(() => server.ActiveConnections == 0);
        await server.StopAsync(TimeSpan.Zero).Within();
        Assert.Equal(ServerState.Stopped, server.State);
    }

    private sealed class BreakingGate : IConnectionGate
    {
        public ValueTask<GateVerdict> EnterAsync(TcpConnection connection, CancellationToken stopping)
        {
            connection.Upgrade(new BreakingTransport(connection.Transport));
            return new(GateVerdict.Entered);
        }
    }

    private sealed class BreakingTransport(IByteTransport inner) : IByteTransport
    {
        public EndPoint? LocalEndPoint => inner.LocalEndPoint;

        public EndPoint? RemoteEndPoint => inner.RemoteEndPoint;

        public ValueTask<TransferResult> WaitReadableAsync() => inner.WaitReadableAsync();

        public ValueTask<TransferResult> ReceiveAsync(Memory<byte> buffer) => inner.ReceiveAsync(buffer);

        public ValueTask<TransferResult> SendAsync(ReadOnlyMemory<byte> data) => inner.SendAsync(data);

        public ValueTask<SocketError> CompleteSendingAsync() => throw new NotSupportedException("broken");

        public void Abort() => inner.Abort();

        public void Dispose() => inner.Dispose();
    }
}
