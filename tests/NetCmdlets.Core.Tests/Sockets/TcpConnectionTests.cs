using System.Net.Sockets;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Sockets;

public sealed class TcpConnectionTests
{
    [Fact]
    public async Task What_is_sent_is_counted_before_the_peer_can_have_it()
    {
        var transport = new ScriptedTransport();
        var counts = new Counts();
        var connection = new TcpConnection(1, transport, counts, TimeProvider.System);
        transport.Sends = data =>
        {
            Assert.Equal((4, 4L), (counts.Sent, connection.BytesSent));
            return new TransferResult(data.Length, SocketError.Success);
        };

        Assert.True(await connection.SendAsync(new byte[4]).Within());

        Assert.Equal((4, 4L, 4), (counts.Sent, connection.BytesSent, counts.Told));
    }

    [Fact]
    public async Task What_the_system_did_not_take_is_not_counted()
    {
        var transport = new ScriptedTransport
        {
            Sends = _ => new TransferResult(3, SocketError.ConnectionReset),
        };
        var counts = new Counts();
        var connection = new TcpConnection(1, transport, counts, TimeProvider.System);

        Assert.False(await connection.SendAsync(new byte[10]).Within());

        Assert.Equal((3, 3L, 3), (counts.Sent, connection.BytesSent, counts.Told));
        Assert.Equal(CloseReason.Reset, connection.CloseReason);
    }

    [Fact]
    public async Task What_may_wait_for_a_slow_reader_for_long_is_counted_when_the_system_has_it()
    {
        var transport = new ScriptedTransport();
        var counts = new Counts();
        var connection = new TcpConnection(1, transport, counts, TimeProvider.System);
        transport.Sends = data =>
        {
            Assert.Equal(0, counts.Sent);
            return new TransferResult(data.Length, SocketError.Success);
        };
        int size = TcpConnection.CountedBeforehand + 1;

        Assert.True(await connection.SendAsync(new byte[size]).Within());

        Assert.Equal((size, size), (counts.Sent, counts.Told));
    }

    private sealed class Counts : ITcpConnectionObserver
    {
        public int Sent { get; private set; }

        public int Told { get; private set; }

        public void OnReceived(int bytes)
        {
        }

        public void CountSent(int bytes) => Sent += bytes;

        public void OnSent(int bytes) => Told += bytes;

        public void OnMessageReceived(int bytes, string? text)
        {
        }

        public void OnMessageSent(long bytes, string? text)
        {
        }

        public void OnHandlerError(string message, Exception? error)
        {
        }

        public void OnServerError(string message, Exception? error)
        {
        }
    }
}
