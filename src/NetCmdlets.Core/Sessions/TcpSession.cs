using System.Buffers;
using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Sessions;
using NetCmdlets.Sockets;

namespace NetCmdlets;

/// <summary>
/// A connection to a server that is kept open between commands. It receives by itself, up to a limit, so that its
/// properties always tell what is there to take and whether the server has gone.
/// </summary>
public sealed class TcpSession : IAsyncDisposable
{
    /// <summary>How many bytes wait to be taken before the session stops to receive: the server's backpressure.</summary>
    public const int BufferLimit = 1024 * 1024;

    private const int PieceBytes = 16 * 1024;

    private readonly object gate = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly SemaphoreSlim receiving = new(1);
    private readonly SessionInbox inbox;
    private readonly Func<CancellationToken, Task<DialResult>>? redial;
    private readonly TimeProvider time;
    private IByteTransport transport;
    private Task reading;
    private CloseReason reason;
    private bool peerFinished;
    private bool disconnected;
    private long bytesReceived;
    private long bytesSent;

    internal TcpSession(
        string? name,
        string computerName,
        DialResult dialed,
        Func<CancellationToken, Task<DialResult>>? redial,
        TimeProvider? time = null)
    {
        Id = SessionRegistry.NextId();
        Name = string.IsNullOrEmpty(name) ? $"Session-{Id}" : name;
        ComputerName = computerName;
        this.redial = redial;
        this.time = time ?? TimeProvider.System;
        inbox = new SessionInbox(BufferLimit, this.time);
        transport = dialed.Transport!;
        ConnectTime = dialed.ConnectTime;
        ConnectedAt = this.time.GetLocalNow().LocalDateTime;
        (LocalEndPoint, RemoteEndPoint) = (transport.LocalEndPoint, transport.RemoteEndPoint);
        reading = Task.Run(() => ReadAsync(transport));
    }

    /// <summary>The session's number in this process, from 1.</summary>
    public int Id { get; }

    /// <summary>The session's name.</summary>
    public string Name { get; }

    /// <summary>The host, or the socket's path, as it was given.</summary>
    public string ComputerName { get; }

    /// <summary>The server's end point.</summary>
    public EndPoint? RemoteEndPoint { get; private set; }

    /// <summary>This side's end point.</summary>
    public EndPoint? LocalEndPoint { get; private set; }

    /// <summary>Where it is in its life.</summary>
    public TcpSessionState State
    {
        get
        {
            lock (gate)
            {
                return reason != CloseReason.None ? TcpSessionState.Closed
                    : peerFinished ? TcpSessionState.PeerClosed : TcpSessionState.Open;
            }
        }
    }

    /// <summary>When it was connected, or connected again.</summary>
    public DateTime ConnectedAt { get; private set; }

    /// <summary>How long the handshake took.</summary>
    public TimeSpan ConnectTime { get; private set; }

    /// <summary>How many bytes are there to take.</summary>
    public int Available => inbox.Available;

    /// <summary>Bytes received so far, taken or not.</summary>
    public long BytesReceived => Interlocked.Read(ref bytesReceived);

    /// <summary>Bytes sent so far.</summary>
    public long BytesSent => Interlocked.Read(ref bytesSent);

    /// <summary>How often it was connected again.</summary>
    public int Reconnects { get; private set; }

    /// <summary>Why it ended; None while it has not.</summary>
    public CloseReason CloseReason
    {
        get
        {
            lock (gate)
                return reason;
        }
    }

    /// <summary>Whether no send is under way and the system takes more: its buffer is not full.</summary>
    internal bool IsWritable => State != TcpSessionState.Closed && sending.CurrentCount > 0 && transport.IsWritable;

    /// <summary>The name and end point, as in a message.</summary>
    public override string ToString() => $"{Name} ({RemoteEndPoint})";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync(abort: true).ConfigureAwait(false);
        inbox.Dispose();
        sending.Dispose();
        receiving.Dispose();
    }

    /// <summary>Completes at the next change of what is there or of the state.</summary>
    internal Task NextChange() => inbox.NextChange();

    /// <summary>Sends bytes; a closed session that may reconnects first, within the limits of its own.</summary>
    /// <returns>The failure; null where all was handed to the system.</returns>
    public async Task<NetFailure?> SendAsync(
        ReadOnlyMemory<byte> data, bool finish, TimeSpan limit, CancellationToken cancellationToken)
    {
        using (var turn = new Deadline(limit, cancellationToken, time))
        {
            try
            {
                await sending.WaitAsync(turn.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (turn.Expired)
            {
                return TimedOut("another send is still under way", limit);
            }
        }

        try
        {
            if (await ReopenedAsync(cancellationToken).ConfigureAwait(false) is { } failure)
                return failure;
            // From here: to connect again takes its own time, and the new connection is not to be ended for it.
            using var deadline = new Deadline(limit, cancellationToken, time);
            // A peer that does not read must not hold the caller for ever; what was sent by halves ends the session.
            using (deadline.Token.UnsafeRegister(_ => EndSend(deadline), null))
            {
                TransferResult result = data.IsEmpty
                    ? default
                    : await transport.SendAsync(data).ConfigureAwait(false);
                Interlocked.Add(ref bytesSent, result.Bytes);
                SocketError error = result.Succeeded && finish
                    ? await transport.CompleteSendingAsync().ConfigureAwait(false)
                    : result.Error;
                cancellationToken.ThrowIfCancellationRequested();
                if (deadline.Expired && error != SocketError.Success)
                    return TimedOut("the server does not read", limit);
                return error == SocketError.Success ? null : SocketFailure.From(error, $"Sending to {this}", Name);
            }
        }
        finally
        {
            sending.Release();
            inbox.Signal();
        }
    }

    /// <summary>Takes one message by a framing, or where there is none what has come once the server is silent.</summary>
    /// <param name="framing">The framing; null takes what has come.</param>
    /// <param name="what">What is waited for, in words.</param>
    /// <param name="most">The longest message taken.</param>
    /// <param name="quiet">How long the silence is, where there is no framing.</param>
    /// <param name="limit">How long to wait; what has come by then stays.</param>
    /// <param name="cancellationToken">Ends the wait; what has come stays.</param>
    public async Task<(byte[]? Data, NetFailure? Failure)> ReceiveAsync(
        IMessageFraming? framing,
        string what,
        int most,
        TimeSpan quiet,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(limit, cancellationToken, time);
        try
        {
            await receiving.WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.Expired)
        {
            return (null, TimedOut("another receive is still under way", limit));
        }

        try
        {
            (InboxOutcome outcome, byte[] data) = framing is null
                ? await inbox.TakeQuietAsync(most, quiet, deadline).ConfigureAwait(false)
                : await inbox.TakeAsync(framing, deadline).ConfigureAwait(false);
            return outcome switch
            {
                InboxOutcome.Taken => (data, null),
                InboxOutcome.TooLong => (null, new NetFailure(
                    FailureKind.ReplyTooLong, $"The message of {this} is longer than allowed.", Name)),
                InboxOutcome.Ended => (null, Ended(what)),
                _ => (null, NothingCame(what, limit)),
            };
        }
        finally
        {
            receiving.Release();
        }
    }

    /// <summary>Ends the session: with FIN, or with RST. What was received can still be taken.</summary>
    internal async Task CloseAsync(bool abort)
    {
        Task last;
        lock (gate)
        {
            // From now on no connection takes the transport's place.
            disconnected = true;
            if (reason == CloseReason.None)
                reason = peerFinished ? CloseReason.PeerClosed : CloseReason.Completed;
            last = reading;
        }

        inbox.End();
        if (!abort)
            await transport.CompleteSendingAsync().ConfigureAwait(false);
        if (abort)
            transport.Abort();
        else
            transport.Dispose();
        await last.ConfigureAwait(false);
        SessionRegistry.Remove(this);
        inbox.Signal();
    }

    private void EndSend(Deadline deadline)
    {
        lock (gate)
        {
            if (reason == CloseReason.None)
                reason = deadline.Expired ? CloseReason.TimedOut : CloseReason.Stopped;
        }

        transport.Abort();
    }

    private async Task ReadAsync(IByteTransport link)
    {
        while (true)
        {
            await inbox.RoomAsync().ConfigureAwait(false);
            TransferResult result = await link.WaitReadableAsync().ConfigureAwait(false);
            if (result.Succeeded)
            {
                byte[] piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
                result = await link.ReceiveAsync(piece).ConfigureAwait(false);
                Interlocked.Add(ref bytesReceived, result.Bytes);
                if (result.Bytes > 0)
                    inbox.Append(piece.AsSpan(0, result.Bytes));
                ArrayPool<byte>.Shared.Return(piece);
            }

            if (result.Succeeded && result.Bytes > 0)
                continue;
            lock (gate)
            {
                peerFinished = result.Succeeded;
                if (!result.Succeeded && reason == CloseReason.None)
                    reason = CloseReasons.Of(result.Error);
            }

            inbox.End();
            return;
        }
    }

    private async Task<NetFailure?> ReopenedAsync(CancellationToken cancellationToken)
    {
        bool open;
        lock (gate)
            open = reason == CloseReason.None && !(peerFinished && redial is not null);
        if (open)
            return null;
        if (redial is null || !SessionRegistry.Contains(this))
            return Closed();

        transport.Dispose();
        await reading.ConfigureAwait(false);
        DialResult dialed = await redial(cancellationToken).ConfigureAwait(false);
        if (dialed.Failure is not null)
            return dialed.Failure;
        lock (gate)
        {
            if (disconnected)
            {
                // In the meantime: nobody would end the new connection.
                dialed.Transport!.Dispose();
                return Closed();
            }

            transport = dialed.Transport!;
            (LocalEndPoint, RemoteEndPoint) = (transport.LocalEndPoint, transport.RemoteEndPoint);
            ConnectedAt = time.GetLocalNow().LocalDateTime;
            ConnectTime = dialed.ConnectTime;
            Reconnects++;
            reason = CloseReason.None;
            peerFinished = false;
            inbox.Reopen();
            reading = Task.Run(() => ReadAsync(transport), CancellationToken.None);
        }

        return null;
    }

    private NetFailure Closed() => new(
        FailureKind.PeerClosed, $"{this} is closed ({CloseReason}). Connect again with Connect-TcpSession.", Name);

    private NetFailure Ended(string what) => new(
        reason switch
        {
            CloseReason.Reset => FailureKind.ConnectionReset,
            CloseReason.TimedOut => FailureKind.ConnectionTimedOut,
            _ => FailureKind.PeerClosed,
        },
        $"{this} ended ({(reason == CloseReason.None ? CloseReason.PeerClosed : reason)}) before {what}; "
        + $"{Available} bytes are there.",
        Name);

    private NetFailure NothingCame(string what, TimeSpan limit) => new(
        FailureKind.ReplyTimedOut,
        $"{this} did not send {what} within {DisplayText.Seconds(limit)}; {Available} bytes are there.",
        Name);

    private NetFailure TimedOut(string why, TimeSpan limit) => new(
        FailureKind.ConnectionTimedOut,
        $"Sending to or receiving from {this} took longer than {DisplayText.Seconds(limit)}: {why}.",
        Name);
}
