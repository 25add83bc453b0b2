using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NetCmdlets.Sockets.Epoll;

/// <summary>
/// A connection whose system calls are made on its socket directly, by whoever asks; what would have to wait is
/// completed by the loop's thread. Linux only.
/// </summary>
/// <remarks>
/// The gate is held over each system call, none of which waits: so a descriptor is never used after it was closed and
/// perhaps given to another connection, and no edge is lost between a call that found nothing and the wait for more.
/// What awaits is completed outside the gate, on the loop's thread alone.
/// </remarks>
internal sealed unsafe partial class EpollTransport : IByteTransport, IFileTransport
{
    /// <summary>So often in a row a connection may go on without a wait before the others have their turn.</summary>
    internal const int TurnLength = 16;

    private static readonly TransferResult Aborted = new(0, SocketError.OperationAborted);

    private readonly Socket socket;
    private readonly int descriptor;
    private readonly EpollLoop loop;
    private readonly EpollOperation receiving = new();
    // Many connections never wait to send: theirs is not made.
    private EpollOperation? sending;
    private Memory<byte> receiveBuffer;
    private ReadOnlyMemory<byte> unsent;
    private int sent;
    private int turn = TurnLength;
    private bool readable;
    private bool ended;
    private bool isWaiting;
    private bool isReceiving;
    private bool isSending;
    private bool closed;

    /// <summary>Takes over a connected socket.</summary>
    /// <exception cref="SocketException">The loop cannot watch it.</exception>
    public EpollTransport(Socket socket, EpollLoop loop)
    {
        this.socket = socket;
        this.loop = loop;
        descriptor = (int)socket.Handle;
        LocalEndPoint = SocketTransport.EndPointOf(socket, static s => s.LocalEndPoint);
        RemoteEndPoint = SocketTransport.EndPointOf(socket, static s => s.RemoteEndPoint);
        // Last: its events may come at once.
        loop.Register(this, descriptor);
    }

    /// <inheritdoc/>
    public EndPoint? LocalEndPoint { get; }

    /// <inheritdoc/>
    public EndPoint? RemoteEndPoint { get; }

    TcpKernelInfo? IByteTransport.KernelInfo
        => socket.AddressFamily == AddressFamily.Unix ? null : TcpKernelInfo.TryRead(socket);

    /// <summary>What the loop knows it by.</summary>
    internal long Token { get; set; }

    private object Gate => receiving;

    /// <inheritdoc/>
    public ValueTask<TransferResult> WaitReadableAsync()
    {
        lock (Gate)
        {
            if (closed)
                return new ValueTask<TransferResult>(Aborted);
            if (readable)
            {
                if (!loop.IsCurrent || --turn > 0)
                    return default;
                loop.Post(this);
            }

            isWaiting = true;
            return receiving.Begin();
        }
    }

    /// <inheritdoc/>
    public ValueTask<TransferResult> ReceiveAsync(Memory<byte> buffer)
    {
        lock (Gate)
        {
            if (closed)
                return new ValueTask<TransferResult>(Aborted);
            if (TryReceive(buffer.Span, out TransferResult result))
                return new ValueTask<TransferResult>(result);
            receiveBuffer = buffer;
            isReceiving = true;
            return receiving.Begin();
        }
    }

    /// <inheritdoc/>
    public ValueTask<TransferResult> SendAsync(ReadOnlyMemory<byte> data)
    {
        lock (Gate)
        {
            if (closed)
                return new ValueTask<TransferResult>(Aborted);
            unsent = data;
            sent = 0;
            if (TrySend(out TransferResult result))
                return new ValueTask<TransferResult>(result);
            isSending = true;
            return (sending ??= new EpollOperation()).Begin();
        }
    }

    /// <inheritdoc/>
    public ValueTask<SocketError> CompleteSendingAsync()
    {
        lock (Gate)
            return new ValueTask<SocketError>(SocketTransport.SendFin(socket));
    }

    /// <inheritdoc/>
    public void Dispose() => Close(abort: false);

    /// <inheritdoc/>
    public void Abort() => Close(abort: true);

    /// <summary>Takes in what epoll tells. The loop's thread only.</summary>
    internal void Advance(EpollEvents events)
    {
        const EpollEvents AnyEnd = EpollEvents.PeerClosed | EpollEvents.HangUp | EpollEvents.Error;
        bool received = false;
        bool allSent = false;
        TransferResult receiveResult = default;
        TransferResult sendResult = default;
        lock (Gate)
        {
            if (closed)
                return;
            turn = TurnLength;
            readable |= (events & (EpollEvents.Readable | AnyEnd)) != 0;
            ended |= (events & AnyEnd) != 0;
            if (readable && isWaiting)
                (received, isWaiting) = (true, false);
            else if (readable && isReceiving && TryReceive(receiveBuffer.Span, out receiveResult))
                (received, isReceiving, receiveBuffer) = (true, false, default);
            if ((events & (EpollEvents.Writable | AnyEnd)) != 0)
            {
                roomTold++;
                if (isSending && (awaitsRoom || TrySend(out sendResult)))
                    (allSent, isSending, awaitsRoom) = (true, false, false);
            }
        }

        if (allSent)
            sending!.Complete(sendResult);
        if (received)
            receiving.Complete(receiveResult);
    }

    /// <summary>Goes on after it was posted: with its next turn, or with its end. The loop's thread only.</summary>
    internal void Continue()
    {
        if (!Volatile.Read(ref closed))
        {
            Advance(EpollEvents.None);
            return;
        }

        // The call that sends a file posts this again when it is back.
        if (Volatile.Read(ref closeWaits))
            return;

        // Nothing begins on a closed transport, and this thread alone completes: no gate is needed.
        bool wasReceiving = isWaiting || isReceiving;
        bool wasSending = isSending;
        isWaiting = isReceiving = isSending = awaitsRoom = false;
        receiveBuffer = default;
        unsent = default;
        if (wasSending)
            sending!.Complete(new TransferResult(sent, SocketError.OperationAborted));
        if (wasReceiving)
            receiving.Complete(Aborted);
        if (wasSending || wasReceiving)
            loop.Release();
    }

    private void Close(bool abort)
    {
        bool underWay;
        lock (Gate)
        {
            if (closed)
                return;
            closed = true;
            if (isSendingFile)
            {
                closeWaits = true;
                abortWaits = abort;
                return;
            }

            underWay = Shut(abort);
        }

        LetGo(underWay);
    }

    /// <summary>Closes the socket; whether somebody waits for it. Under the gate.</summary>
    private bool Shut(bool abort)
    {
        closeWaits = false;
        if (abort)
            SocketTransport.MakeCloseReset(socket);
        // The last descriptor of a socket takes it out of the epoll set (epoll(7)).
        socket.Dispose();
        return isWaiting || isReceiving || isSending;
    }

    private void LetGo(bool underWay)
    {
        loop.Unregister(Token);
        if (underWay)
            loop.Post(this);
        else
            loop.Release();
    }

    /// <summary>Receives what is there; false where nothing is yet. Under the gate.</summary>
    private bool TryReceive(Span<byte> buffer, out TransferResult result)
    {
        nint count;
        int error = 0;
        fixed (byte* start = buffer)
        {
            do
            {
                count = LinuxCalls.Receive(descriptor, start, buffer.Length, LinuxCalls.DoNotWait);
            }
            while (count < 0 && (error = Marshal.GetLastPInvokeError()) == LinuxCalls.Interrupted);
        }

        if (count >= 0)
        {
            // Less than asked for: drained, and more is a new edge (epoll(7)). Not so for an end, whose edge may have
            // come with the last bytes.
            if (count < buffer.Length && !ended)
                readable = false;
            result = new TransferResult((int)count, SocketError.Success);
            return true;
        }

        if (error == LinuxCalls.Again)
        {
            readable = false;
            result = default;
            return false;
        }

        result = new TransferResult(0, LinuxCalls.ErrorOf(error));
        return true;
    }

    /// <summary>Sends what the system takes; false where something is left for later. Under the gate.</summary>
    private bool TrySend(out TransferResult result)
    {
        while (!unsent.IsEmpty)
        {
            nint count;
            fixed (byte* start = unsent.Span)
            {
                count = LinuxCalls.Send(
                    descriptor, start, unsent.Length, LinuxCalls.DoNotWait | LinuxCalls.NoSignal);
            }

            if (count >= 0)
            {
                sent += (int)count;
                unsent = unsent[(int)count..];
                continue;
            }

            int error = Marshal.GetLastPInvokeError();
            if (error == LinuxCalls.Interrupted)
                continue;
            result = default;
            if (error == LinuxCalls.Again)
                return false;
            unsent = default;
            result = new TransferResult(sent, LinuxCalls.ErrorOf(error));
            return true;
        }

        unsent = default;
        result = new TransferResult(sent, SocketError.Success);
        return true;
    }
}
