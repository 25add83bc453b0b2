using System.Net;
using System.Net.Sockets;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Sockets;

/// <summary>What every transport under a server keeps to: the contract of <see cref="IByteTransport"/>.</summary>
public abstract class ByteTransportTests(IListenerFactory factory) : IAsyncLifetime
{
    private readonly IListenerTransport listener = factory.Listen(
        new IPEndPoint(IPAddress.Loopback, 0), new ListenOptions());

    private IByteTransport transport = null!;
    private TestTcpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        ValueTask<AcceptResult> accepting = listener.AcceptAsync();
        client = await TestTcpClient.ConnectAsync(listener.LocalEndPoint, receiveBufferBytes: 8192);
        AcceptResult accepted = await accepting.Within();
        Assert.Equal(SocketError.Success, accepted.Error);
        transport = accepted.Transport!;
    }

    public ValueTask DisposeAsync()
    {
        transport.Dispose();
        client.Dispose();
        listener.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void It_knows_both_end_points()
    {
        Assert.Equal(listener.LocalEndPoint, transport.LocalEndPoint);
        Assert.Equal(client.Socket.LocalEndPoint, transport.RemoteEndPoint);
    }

    [Fact]
    public async Task A_wait_ends_when_bytes_come_and_takes_none_of_them()
    {
        Task<TransferResult> wait = transport.WaitReadableAsync().AsTask();
        Assert.False(wait.IsCompleted);
        await client.SendAsync("abc");
        Assert.Equal(new TransferResult(0, SocketError.Success), await wait.Within());
        Assert.Equal("abc"u8.ToArray(), await ReceiveAsync(3));
    }

    [Fact]
    public async Task A_receive_waits_for_bytes()
    {
        Task<byte[]> receive = ReceiveAsync(3);
        Assert.False(receive.IsCompleted);
        await client.SendAsync("abc");
        Assert.Equal("abc"u8.ToArray(), await receive.Within());
    }

    [Fact]
    public async Task A_wait_after_bytes_that_were_all_received_waits_for_more()
    {
        for (int i = 0; i < 100; i++)
        {
            await client.SendAsync([(byte)i]);
            Assert.True((await transport.WaitReadableAsync().Within()).Succeeded);
            Assert.Equal([(byte)i], await ReceiveAsync(16));
        }
    }

    [Fact]
    public async Task What_came_with_the_fin_is_received_in_any_pieces_and_then_the_end()
    {
        byte[] data = Some(10_000);
        await client.SendAsync(data);
        client.FinishSending();
        var received = new List<byte>();
        while (true)
        {
            Assert.True((await transport.WaitReadableAsync().Within()).Succeeded);
            byte[] piece = await ReceiveAsync(999);
            if (piece.Length == 0)
                break;
            received.AddRange(piece);
        }

        Assert.Equal(data, received);
        Assert.Empty(await ReceiveAsync(1));
    }

    [Fact]
    public async Task A_send_beyond_the_peers_window_ends_when_the_peer_has_read()
    {
        byte[] data = Some(8 * 1024 * 1024);
        Task<TransferResult> send = transport.SendAsync(data).AsTask();
        Assert.False(send.IsCompleted);
        Assert.Equal(data, await client.ReceiveAsync(data.Length));
        Assert.Equal(new TransferResult(data.Length, SocketError.Success), await send.Within());
    }

    [Fact]
    public async Task Both_directions_go_on_at_once()
    {
        byte[] data = Some(4 * 1024 * 1024);
        Task<TransferResult> send = transport.SendAsync(data).AsTask();
        await client.SendAsync("not held up");
        Assert.Equal("not held up"u8.ToArray(), await ReceiveAsync(100));
        Assert.False(send.IsCompleted);
        Assert.Equal(data, await client.ReceiveAsync(data.Length));
        Assert.True((await send.Within()).Succeeded);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_close_ends_what_is_under_way(bool abort)
    {
        Task<TransferResult> receive = transport.ReceiveAsync(new byte[8]).AsTask();
        Task<TransferResult> send = transport.SendAsync(Some(8 * 1024 * 1024)).AsTask();
        Assert.False(receive.IsCompleted || send.IsCompleted);
        Close(abort);
        Assert.Equal(new TransferResult(0, SocketError.OperationAborted), await receive.Within());
        TransferResult sent = await send.Within();
        Assert.Equal(SocketError.OperationAborted, sent.Error);
        Assert.InRange(sent.Bytes, 0, (8 * 1024 * 1024) - 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_close_ends_a_wait(bool abort)
    {
        Task<TransferResult> wait = transport.WaitReadableAsync().AsTask();
        Close(abort);
        Assert.Equal(SocketError.OperationAborted, (await wait.Within()).Error);
    }

    [Fact]
    public async Task After_a_close_every_call_tells_that_it_was_aborted()
    {
        transport.Dispose();
        transport.Dispose();
        transport.Abort();
        Assert.Equal(SocketError.OperationAborted, (await transport.WaitReadableAsync().Within()).Error);
        Assert.Equal(SocketError.OperationAborted, (await transport.ReceiveAsync(new byte[1]).Within()).Error);
        Assert.Equal(SocketError.OperationAborted, (await transport.SendAsync(new byte[1]).Within()).Error);
        Assert.Equal(SocketError.OperationAborted, await transport.CompleteSendingAsync().Within());
        Assert.Empty(await client.ReceiveAsync(1));
    }

    [Fact]
    public async Task An_abort_resets_the_peer()
    {
        transport.Abort();
        SocketException error = await Assert.ThrowsAsync<SocketException>(() => client.ReceiveAsync(1));
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    [Fact]
    public async Task After_its_own_fin_it_still_receives()
    {
        Assert.True((await transport.SendAsync("last"u8.ToArray()).Within()).Succeeded);
        Assert.Equal(SocketError.Success, await transport.CompleteSendingAsync().Within());
        Assert.Equal("last"u8.ToArray(), await client.ReceiveToEndAsync());
        await client.SendAsync("more");
        Assert.Equal("more"u8.ToArray(), await ReceiveAsync(100));
    }

    [Fact]
    public async Task A_peers_reset_ends_a_wait_and_is_the_receives_error()
    {
        Task<TransferResult> wait = transport.WaitReadableAsync().AsTask();
        client.Reset();
        TransferResult waited = await wait.Within();
        TransferResult received = waited.Succeeded ? await transport.ReceiveAsync(new byte[1]).Within() : waited;
        Assert.Equal(SocketError.ConnectionReset, received.Error);
    }

    [Fact]
    public async Task A_peers_reset_ends_a_send_under_way()
    {
        Task<TransferResult> send = transport.SendAsync(Some(8 * 1024 * 1024)).AsTask();
        client.Reset();
        Assert.Contains(
            (await send.Within()).Error, new[] { SocketError.ConnectionReset, SocketError.Shutdown });
    }

    [Fact]
    public async Task Sending_to_a_peer_that_has_gone_is_an_error_and_no_signal()
    {
        client.Reset();
        await transport.WaitReadableAsync().Within();
        SocketError error = SocketError.Success;
        // The first send may be what meets the reset; the next is what SIGPIPE would be for.
        for (int i = 0; i < 3; i++)
            error = (await transport.SendAsync(new byte[1]).Within()).Error;
        Assert.Equal(SocketError.Shutdown, error);
    }

    private static byte[] Some(int length)
    {
        var data = new byte[length];
        new Random(length).NextBytes(data);
        return data;
    }

    private async Task<byte[]> ReceiveAsync(int most)
    {
        var buffer = new byte[most];
        TransferResult result = await transport.ReceiveAsync(buffer).Within();
        Assert.Equal(SocketError.Success, result.Error);
        return buffer[..result.Bytes];
    }

    private void Close(bool abort)
    {
        if (abort)
            transport.Abort();
        else
            transport.Dispose();
    }
}
