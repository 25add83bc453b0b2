using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Win32.SafeHandles;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Sockets;

/// <summary>
/// One connection of a server: a transport with a number, counters, and the reason for which it ended. The first
/// reason given stays, so a reset that follows an idle close does not hide the idle close.
/// </summary>
public sealed class TcpConnection
{
    /// <summary>How long a closed connection may take to say FIN after this side's FIN.</summary>
    public static readonly TimeSpan LingerLimit = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What is sent in pieces of up to so many bytes is counted before the system has it, so that who has the answer
    /// finds it in the counters. A larger piece may wait for a slow reader for long, and is counted when it is gone.
    /// </summary>
    internal const int CountedBeforehand = 64 * 1024;

    private readonly ITcpConnectionObserver observer;
    private readonly TimeProvider time;
    private RestState rest;
    private int reason;
    private bool peerFinished;
    private bool busy;
    private long bytesReceived;
    private long bytesSent;
    private long messagesReceived;
    private long messageSince;

    /// <summary>Takes over a connected transport.</summary>
    /// <param name="id">Its number on its server, from 1.</param>
    /// <param name="transport">The stream of bytes.</param>
    /// <param name="observer">Who counts.</param>
    /// <param name="time">The clock of the linger.</param>
    public TcpConnection(long id, IByteTransport transport, ITcpConnectionObserver observer, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(observer);
        ArgumentNullException.ThrowIfNull(time);
        Id = id;
        Transport = transport;
        this.observer = observer;
        this.time = time;
    }

    /// <summary>The connection's number on its server, from 1.</summary>
    public long Id { get; }

    /// <summary>The stream of bytes.</summary>
    public IByteTransport Transport { get; private set; }

    /// <summary>This side's end point.</summary>
    public EndPoint? LocalEndPoint => Transport.LocalEndPoint;

    /// <summary>The peer's end point.</summary>
    public EndPoint? RemoteEndPoint => Transport.RemoteEndPoint;

    /// <summary>The certificate that the peer has shown in TLS; null where it showed none.</summary>
    public X509Certificate2? RemoteCertificate { get; private set; }

    /// <summary>Bytes received so far.</summary>
    public long BytesReceived => Volatile.Read(ref bytesReceived);

    /// <summary>Bytes sent so far.</summary>
    public long BytesSent => Volatile.Read(ref bytesSent);

    /// <summary>Messages received so far, by the framing; 0 where the stream is not framed.</summary>
    public long MessagesReceived => Volatile.Read(ref messagesReceived);

    /// <summary>Whether a message is being answered, so that the peer's silence is not its own.</summary>
    public bool IsBusy
    {
        get => Volatile.Read(ref busy);
        set => Volatile.Write(ref busy, value);
    }

    /// <summary>
    /// For how long a message has been coming that is not whole yet; zero where none is. Idle time does not tell: a
    /// peer that sends a byte a second is never idle, and never done.
    /// </summary>
    public TimeSpan MessageAge
        => Volatile.Read(ref messageSince) is not 0 and long since ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Whether files can be sent as such: plain TCP on a system that has a call for it.</summary>
    internal bool SendsFiles => Transport is IFileTransport;

    /// <summary>Whether the server waits for its connections to end: who serves this one takes no further message.</summary>
    public bool IsDraining => rest.IsLast;

    /// <summary>Whether it was ended while nothing was owed to the peer, nor by it.</summary>
    internal bool HasEndedAtRest => rest.HasEnded;

    /// <summary>Why it ended; None while it is open.</summary>
    public CloseReason CloseReason => (CloseReason)Volatile.Read(ref reason);

    /// <summary>More about why it ended; null where there is no more to say.</summary>
    public string? CloseDetail { get; private set; }

    /// <summary>Completes when there is something to receive; false where the connection has ended.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> WaitReadableAsync()
        => Check((await Transport.WaitReadableAsync().ConfigureAwait(false)).Error);

    /// <summary>Receives some bytes; zero where the peer's FIN came or the connection ended otherwise.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        TransferResult result = await Transport.ReceiveAsync(buffer).ConfigureAwait(false);
        if (!Check(result.Error))
            return 0;
        if (result.Bytes == 0)
        {
            // Not the reason yet: what came before the FIN may still turn out to break the protocol.
            peerFinished = true;
            return 0;
        }

        // One thread at a time receives: a plain addition is enough, published by the write.
        Volatile.Write(ref bytesReceived, bytesReceived + result.Bytes);
        observer.OnReceived(result.Bytes);
        return result.Bytes;
    }

    /// <summary>Sends all the bytes; false where the connection ended before the system took them all.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> data)
    {
        int beforehand = data.Length <= CountedBeforehand ? data.Length : 0;
        CountSent(beforehand);
        TransferResult result = await Transport.SendAsync(data).ConfigureAwait(false);
        CountSent(result.Bytes - beforehand);
        return Sent(result);
    }

    /// <summary>
    /// Sends some bytes of a file, where <see cref="SendsFiles"/>: how many, zero at the file's end, -1 where the
    /// connection has ended.
    /// </summary>
    internal async ValueTask<int> SendFileAsync(SafeFileHandle file, long offset, int count)
    {
        TransferResult result = await ((IFileTransport)Transport).SendFileAsync(file, offset, count)
            .ConfigureAwait(false);
        CountSent(result.Bytes);
        return Sent(result) ? result.Bytes : -1;
    }

    /// <summary>
    /// Tells that what follows is a wait for the next message and that nothing is owed meanwhile, so that a stop which
    /// lets connections finish ends this one at once. False where such a stop has begun: no message is to be taken.
    /// </summary>
    public bool TryRest() => rest.TryBegin();

    /// <summary>Tells that the next message has begun to come; false where the connection was ended before.</summary>
    public bool TryWake() => rest.TryWake();

    /// <summary>Closes the connection where it rests; false where a message is under way. Safe from any thread.</summary>
    public bool TryEndAtRest(CloseReason why, string? detail = null)
    {
        if (!rest.TryEnd())
            return false;
        Close(why, detail);
        return true;
    }

    /// <summary>
    /// Asks for the end after the message that is under way: at once where the connection rests. One whose service
    /// never tells that it rests goes on. Safe from any thread.
    /// </summary>
    public void Drain()
    {
        if (rest.Drain())
            Close(CloseReason.Stopped);
    }

    /// <summary>Tells whether a part of a message is here whose rest is still to come.</summary>
    public void MessagePending(bool pending)
    {
        if (!pending)
            Volatile.Write(ref messageSince, 0);
        else if (messageSince == 0)
            Volatile.Write(ref messageSince, Math.Max(1, time.GetTimestamp()));
    }

    /// <summary>Tells of a whole message received, by the framing.</summary>
    /// <param name="bytes">Its length without the framing.</param>
    /// <param name="text">Its text where it is text.</param>
    public void MessageReceived(int bytes, string? text)
    {
        Volatile.Write(ref messagesReceived, messagesReceived + 1);
        observer.OnMessageReceived(bytes, text);
    }

    /// <summary>Tells of a whole message sent.</summary>
    /// <param name="bytes">Its length without the framing.</param>
    /// <param name="text">Its text where it is text.</param>
    public void MessageSent(long bytes, string? text) => observer.OnMessageSent(bytes, text);

    /// <summary>Tells that what answers the messages failed, and gives HandlerError as the reason for the end.</summary>
    public void HandlerFailed(string message, Exception? error)
    {
        // The message may quote what the peer sent: the event has it, the reason, which is logged, does not.
        TrySetReason(CloseReason.HandlerError);
        observer.OnHandlerError(message, error);
    }

    /// <summary>Tells that a message was refused because it had no token, or a wrong one; closes nothing.</summary>
    public void MessageUnauthorized(string why) => observer.OnUnauthorized(why);

    /// <summary>Tells of an error of this side's, which concerns more than this connection.</summary>
    public void ServerFailed(string message, Exception? error) => observer.OnServerError(message, error);

    /// <summary>Gives the reason for the end; false where there was one already. Closes nothing by itself.</summary>
    public bool TrySetReason(CloseReason why, string? detail = null)
    {
        if (Interlocked.CompareExchange(ref reason, (int)why, (int)CloseReason.None) != (int)CloseReason.None)
            return false;
        CloseDetail = detail;
        return true;
    }

    /// <summary>Ends the connection at once with RST, whatever is under way. Safe from any thread.</summary>
    public void Abort(CloseReason why, string? detail = null)
    {
        TrySetReason(why, detail);
        Transport.Abort();
    }

    /// <summary>Ends the connection at once with FIN, whatever is under way. Safe from any thread.</summary>
    public void Close(CloseReason why, string? detail = null)
    {
        TrySetReason(why, detail);
        Transport.Dispose();
    }

    /// <summary>Puts another stream in the place of the transport: the same bytes by way of TLS.</summary>
    public void Upgrade(IByteTransport upgraded)
    {
        ArgumentNullException.ThrowIfNull(upgraded);
        Transport = upgraded;
        if (upgraded is TlsTransport tls)
            RemoteCertificate = tls.RemoteCertificate;
    }

    /// <summary>
    /// Ends the connection in the way that fits its reason: after a reset nothing is owed; after the peer's FIN this
    /// side's follows what was sent; where this side ends first, it sends FIN and takes what still comes, because a
    /// close with unread bytes is an RST that could destroy the reply on its way (RFC 1122, section 4.2.2.13).
    /// </summary>
    public async ValueTask FinishAsync()
    {
        TrySetReason(peerFinished ? CloseReason.PeerClosed : CloseReason.Completed);
        switch (CloseReason)
        {
            case CloseReason.Reset or CloseReason.Error or CloseReason.Stopped:
                Transport.Abort();
                break;
            case CloseReason.PeerClosed:
                await Transport.CompleteSendingAsync().ConfigureAwait(false);
                break;
            default:
                await LingerAsync().ConfigureAwait(false);
                break;
        }

        Transport.Dispose();
    }

    private void CountSent(int bytes)
    {
        if (bytes == 0)
            return;
        Volatile.Write(ref bytesSent, bytesSent + bytes);
        observer.CountSent(bytes);
    }

    private async ValueTask LingerAsync()
    {
        if (await Transport.CompleteSendingAsync().ConfigureAwait(false) != SocketError.Success)
            return;
        using var limit = new Deadline(LingerLimit, CancellationToken.None, time);
        using (limit.Token.UnsafeRegister(static state => ((IByteTransport)state!).Abort(), Transport))
        {
            var rest = new byte[512];
            while ((await Transport.ReceiveAsync(rest).ConfigureAwait(false)) is { Succeeded: true, Bytes: > 0 })
            {
                // Unread on purpose; the limit ends a peer that goes on sending.
            }
        }
    }

    private bool Sent(TransferResult result)
    {
        if (result.Bytes > 0)
            observer.OnSent(result.Bytes);
        return Check(result.Error);
    }

    private bool Check(SocketError error)
    {
        switch (error)
        {
            case SocketError.Success:
                return true;
            case SocketError.OperationAborted when CloseReason != CloseReason.None:
                // This side ended it and has said why.
                return false;
            case not SocketError.OperationAborted when Transport.Failure is { } failure:
                TrySetReason(CloseReason.TlsFailed, failure.Message);
                return false;
            default:
                CloseReason why = CloseReasons.Of(error);
                TrySetReason(why, why switch
                {
                    CloseReason.Error => error.ToString(),
                    CloseReason.TimedOut => error == SocketError.TimedOut
                        ? "The peer does not answer any more."
                        : $"The peer does not answer any more ({error}).",
                    _ => null,
                });
                return false;
        }
    }
}
