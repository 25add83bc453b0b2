using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;

namespace NetCmdlets.Sockets;

/// <summary>
/// One kind of operation of a socket that can be awaited without an allocation and tells an error as a value. At most
/// one operation is under way on it at a time.
/// </summary>
internal sealed class SocketOperation : SocketAsyncEventArgs, IValueTaskSource<TransferResult>
{
    private ManualResetValueTaskSourceCore<TransferResult> source;

    public SocketOperation()
        : base(true)
    {
    }

    /// <summary>Receives into the memory given; an empty one waits until there is something to receive.</summary>
    public ValueTask<TransferResult> ReceiveAsync(Socket socket, Memory<byte> memory)
    {
        try
        {
            SetBuffer(memory);
            source.Reset();
            return socket.ReceiveAsync(this) ? Pending() : Done();
        }
        catch (ObjectDisposedException)
        {
            return Aborted();
        }
    }

    /// <summary>Sends some or all of the memory given.</summary>
    public ValueTask<TransferResult> SendAsync(Socket socket, ReadOnlyMemory<byte> memory)
    {
        try
        {
            SetBuffer(MemoryMarshal.AsMemory(memory));
            source.Reset();
            return socket.SendAsync(this) ? Pending() : Done();
        }
        catch (ObjectDisposedException)
        {
            return Aborted();
        }
    }

    /// <summary>Accepts a connection into <see cref="SocketAsyncEventArgs.AcceptSocket"/>.</summary>
    public ValueTask<TransferResult> AcceptAsync(Socket listener)
    {
        try
        {
            AcceptSocket = null;
            source.Reset();
            return listener.AcceptAsync(this) ? Pending() : Done();
        }
        catch (ObjectDisposedException)
        {
            return Aborted();
        }
    }

    /// <summary>Connects the socket to <see cref="SocketAsyncEventArgs.RemoteEndPoint"/>.</summary>
    public ValueTask<TransferResult> ConnectAsync(Socket socket)
    {
        source.Reset();
        try
        {
            return socket.ConnectAsync(this) ? Pending() : Done();
        }
        catch (ObjectDisposedException)
        {
            return Aborted();
        }
    }

    TransferResult IValueTaskSource<TransferResult>.GetResult(short token) => source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<TransferResult>.GetStatus(short token) => source.GetStatus(token);

    void IValueTaskSource<TransferResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => source.OnCompleted(continuation, state, token, flags);

    protected override void OnCompleted(SocketAsyncEventArgs e)
        => source.SetResult(new TransferResult(BytesTransferred, SocketError));

    private ValueTask<TransferResult> Pending() => new(this, source.Version);

    private ValueTask<TransferResult> Done() => new(new TransferResult(BytesTransferred, SocketError));

    private static ValueTask<TransferResult> Aborted()
        => new(new TransferResult(0, SocketError.OperationAborted));
}
