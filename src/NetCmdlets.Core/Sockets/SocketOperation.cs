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
    private readonly SocketTransport? owner;
    private ManualResetValueTaskSourceCore<TransferResult> source;
    private bool pending;

    /// <summary>Makes an operation.</summary>
    /// <param name="owner">Is told when an operation under way has ended; null where nobody needs to know.</param>
    public SocketOperation(SocketTransport? owner = null)
        : base(true) => this.owner = owner;

    /// <summary>Whether an operation is under way.</summary>
    public bool IsPending => Volatile.Read(ref pending);

    /// <summary>Receives into the memory given; an empty one waits until there is something to receive.</summary>
    public ValueTask<TransferResult> ReceiveAsync(Socket socket, Memory<byte> memory)
    {
        try
        {
            SetBuffer(memory);
            Begin();
            return Started(socket.ReceiveAsync(this));
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
            Begin();
            return Started(socket.SendAsync(this));
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
            Begin();
            return Started(listener.AcceptAsync(this));
        }
        catch (ObjectDisposedException)
        {
            return Aborted();
        }
    }

    /// <summary>Connects the socket to <see cref="SocketAsyncEventArgs.RemoteEndPoint"/>.</summary>
    public ValueTask<TransferResult> ConnectAsync(Socket socket)
    {
        try
        {
            Begin();
            return Started(socket.ConnectAsync(this));
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
    {
        TransferResult result = Result();
        End();
        source.SetResult(result);
    }

    private void Begin()
    {
        source.Reset();
        Volatile.Write(ref pending, true);
    }

    private ValueTask<TransferResult> Started(bool goesOn)
    {
        if (goesOn)
            return new ValueTask<TransferResult>(this, source.Version);
        TransferResult result = Result();
        End();
        return new ValueTask<TransferResult>(result);
    }

    private TransferResult Result()
    {
        // After an error the number of bytes may still be that of the operation before.
        int bytes = SocketError == SocketError.Success ? BytesTransferred : 0;
        // A shutdown of our own ends a receive as the peer's FIN would: it is not the peer that closed.
        return bytes == 0 && owner is { IsClosed: true }
            ? new TransferResult(0, SocketError.OperationAborted)
            : new TransferResult(bytes, SocketError);
    }

    private ValueTask<TransferResult> Aborted()
    {
        End();
        return new ValueTask<TransferResult>(new TransferResult(0, SocketError.OperationAborted));
    }

    private void End()
    {
        Volatile.Write(ref pending, false);
        owner?.OperationEnded();
    }
}
