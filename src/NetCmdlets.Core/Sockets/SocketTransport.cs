using System.Net;
using System.Net.Sockets;

namespace NetCmdlets.Sockets;

/// <summary>A connection over .NET's sockets, TCP or Unix domain.</summary>
public sealed class SocketTransport : IByteTransport
{
    private const int Open = 0;
    private const int Closing = 1;
    private const int Released = 2;

    private readonly Socket socket;
    private readonly SocketOperation receiving;
    // Many connections never send: theirs is not made.
    private SocketOperation? sending;
    private int state;

    /// <summary>Takes over a connected socket.</summary>
    public SocketTransport(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        this.socket = socket;
        receiving = new SocketOperation(this);
        // A peer that has gone already has no end point to tell.
        LocalEndPoint = EndPointOf(socket, static s => s.LocalEndPoint);
        RemoteEndPoint = EndPointOf(socket, static s => s.RemoteEndPoint);
    }

    /// <inheritdoc/>
    public EndPoint? LocalEndPoint { get; }

    /// <inheritdoc/>
    public EndPoint? RemoteEndPoint { get; }

    /// <summary>Whether this side has closed the connection.</summary>
    internal bool IsClosed => Volatile.Read(ref state) != Open;

    TcpKernelInfo? IByteTransport.KernelInfo
        => socket.AddressFamily == AddressFamily.Unix ? null : TcpKernelInfo.TryRead(socket);

    bool IByteTransport.IsWritable
    {
        get
        {
            try
            {
                return socket.Poll(0, SelectMode.SelectWrite);
            }
            catch (ObjectDisposedException)
            {
                // A send tells at once.
                return true;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<TransferResult> WaitReadableAsync() => receiving.ReceiveAsync(socket, Memory<byte>.Empty);

    /// <inheritdoc/>
    public ValueTask<TransferResult> ReceiveAsync(Memory<byte> buffer) => receiving.ReceiveAsync(socket, buffer);

    /// <inheritdoc/>
    public ValueTask<TransferResult> SendAsync(ReadOnlyMemory<byte> data)
    {
        sending ??= new SocketOperation(this);
        ValueTask<TransferResult> first = sending.SendAsync(socket, data);
        if (!first.IsCompletedSuccessfully)
            return SendRestAsync(first, data);
        TransferResult result = first.Result;
        return result.Bytes == data.Length || !result.Succeeded
            ? new ValueTask<TransferResult>(result)
            : SendRestAsync(new ValueTask<TransferResult>(result), data);
    }

    /// <inheritdoc/>
    public ValueTask<SocketError> CompleteSendingAsync() => new(SendFin(socket));

    /// <inheritdoc/>
    public void Abort()
    {
        if (Interlocked.Exchange(ref state, Released) == Released)
            return;
        MakeCloseReset(socket);
        Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.CompareExchange(ref state, Closing, Open) != Open)
            return;
        // .NET closes a socket with an operation under way by RST. A shutdown sends FIN and ends the operation, and the
        // socket is closed when that has come back. Windows leaves operations under way at a shutdown.
        Shutdown(socket, SocketShutdown.Both);
        if (OperatingSystem.IsWindows())
            ReleaseIfClosing();
        else
            OperationEnded();
    }

    /// <summary>An operation that was under way has ended: a close may have waited for it.</summary>
    internal void OperationEnded()
    {
        // Pairs with the exchange in Dispose: either this sees the close, or the close sees that nothing is pending.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref state) == Closing && !receiving.IsPending && sending is not { IsPending: true })
            ReleaseIfClosing();
    }

    /// <summary>Has the socket's close send RST in the place of FIN.</summary>
    internal static void MakeCloseReset(Socket socket)
    {
        try
        {
            // Lingering for zero seconds is how a close is made to send RST (socket(7), SO_LINGER).
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (SocketException)
        {
            // The peer's reset came first.
        }
        catch (ObjectDisposedException)
        {
            // A graceful close came first.
        }
    }

    /// <summary>Sends FIN; this side still receives.</summary>
    internal static SocketError SendFin(Socket socket) => Shutdown(socket, SocketShutdown.Send);

    private static SocketError Shutdown(Socket socket, SocketShutdown how)
    {
        try
        {
            socket.Shutdown(how);
            return SocketError.Success;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
        catch (ObjectDisposedException)
        {
            return SocketError.OperationAborted;
        }
    }

    /// <summary>One of a socket's end points; null where its peer has gone.</summary>
    internal static EndPoint? EndPointOf(Socket socket, Func<Socket, EndPoint?> read)
    {
        try
        {
            return read(socket);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private void ReleaseIfClosing()
    {
        if (Interlocked.CompareExchange(ref state, Released, Closing) == Closing)
            Release();
    }

    private void Release()
    {
        socket.Dispose();
        // What is still under way completes first and lets go of the rest by itself.
        receiving.Dispose();
        Volatile.Read(ref sending)?.Dispose();
    }

    private async ValueTask<TransferResult> SendRestAsync(ValueTask<TransferResult> pending, ReadOnlyMemory<byte> data)
    {
        int sent = 0;
        while (true)
        {
            TransferResult result = await pending.ConfigureAwait(false);
            if (!result.Succeeded)
                return new TransferResult(sent, result.Error);
            sent += result.Bytes;
            if (sent == data.Length)
                return new TransferResult(sent, SocketError.Success);
            pending = sending!.SendAsync(socket, data[sent..]);
        }
    }
}
