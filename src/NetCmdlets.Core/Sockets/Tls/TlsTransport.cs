using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets.Tls;

/// <summary>
/// A stream of bytes inside TLS. The end that the peer announces (close_notify) and its bare FIN are both the end: most
/// programs send only the latter. This side announces its end before its FIN (RFC 8446, section 6.1), and still
/// receives after it.
/// </summary>
public sealed class TlsTransport : IByteTransport
{
    private readonly IByteTransport inner;
    private readonly TransportStream bytes;
    private readonly SslStream stream;
    private readonly bool isClient;
    private bool receivedAny;
    private bool sentAny;
    private bool finishedSending;
    private int sending;
    private int closed;

    /// <summary>Takes over a stream whose handshake is done, and the transport under it.</summary>
    /// <param name="inner">The transport.</param>
    /// <param name="bytes">The transport as the stream's.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="isClient">Whether this is the client's side.</param>
    internal TlsTransport(IByteTransport inner, TransportStream bytes, SslStream stream, bool isClient)
    {
        this.isClient = isClient;
        this.inner = inner;
        this.bytes = bytes;
        this.stream = stream;
        bytes.HandshakeDone();
    }

    /// <inheritdoc/>
    public EndPoint? LocalEndPoint => inner.LocalEndPoint;

    /// <inheritdoc/>
    public EndPoint? RemoteEndPoint => inner.RemoteEndPoint;

    /// <inheritdoc/>
    public NetFailure? Failure { get; private set; }

    /// <inheritdoc/>
    public bool CanHalfClose => Protocol != SslProtocols.Tls12;

    /// <inheritdoc/>
    public bool EndedUnannounced { get; private set; }

    /// <summary>The version that was agreed on.</summary>
    public SslProtocols Protocol => stream.SslProtocol;

    /// <summary>The cipher suite that was agreed on.</summary>
    public TlsCipherSuite CipherSuite => stream.NegotiatedCipherSuite;

    /// <summary>The application protocol that was agreed on (ALPN, RFC 7301); null where there was none.</summary>
    public string? ApplicationProtocol
        => stream.NegotiatedApplicationProtocol is { Protocol.Length: > 0 } agreed ? agreed.ToString() : null;

    /// <summary>Whether the peer asked for this side's certificate and was shown it.</summary>
    public bool ShowedCertificate => stream.IsMutuallyAuthenticated;

    /// <summary>What the peer has shown; null where it showed nothing.</summary>
    public X509Certificate2? RemoteCertificate => stream.RemoteCertificate as X509Certificate2;

    /// <summary>The name that the client asked for (SNI, RFC 6066); null where there was none.</summary>
    public string? TargetHostName => string.IsNullOrEmpty(stream.TargetHostName) ? null : stream.TargetHostName;

    bool IByteTransport.IsWritable => inner.IsWritable;

    /// <inheritdoc/>
    public ValueTask<TransferResult> WaitReadableAsync() => ReceiveAsync(Memory<byte>.Empty);

    /// <inheritdoc/>
    public ValueTask<TransferResult> ReceiveAsync(Memory<byte> buffer)
    {
        ValueTask<int> pending;
        bytes.Turn.BeginReading();
        try
        {
            pending = stream.ReadAsync(buffer);
        }
        catch (Exception error) when (IsExpected(error))
        {
            bytes.Turn.EndReading();
            return new ValueTask<TransferResult>(Failed(error));
        }

        // What was waited for is there: most receives complete at once and need no state machine.
        if (!pending.IsCompletedSuccessfully)
            return AwaitReceiveAsync(pending, buffer.IsEmpty);
        bytes.Turn.EndReading();
        return new ValueTask<TransferResult>(Received(pending.Result, buffer.IsEmpty));
    }

    /// <inheritdoc/>
    public ValueTask<TransferResult> SendAsync(ReadOnlyMemory<byte> data)
    {
        // Only the announcement of the end can have the place: of two writes at once neither would be whole.
        if (Interlocked.Exchange(ref sending, 1) != 0)
            return new ValueTask<TransferResult>(new TransferResult(0, SocketError.OperationAborted));
        sentAny = true;
        try
        {
            ValueTask pending = stream.WriteAsync(data);
            if (!pending.IsCompletedSuccessfully)
                return AwaitSendAsync(pending, data.Length);
            Volatile.Write(ref sending, 0);
            return new ValueTask<TransferResult>(new TransferResult(data.Length, SocketError.Success));
        }
        catch (Exception error) when (IsExpected(error))
        {
            Volatile.Write(ref sending, 0);
            return new ValueTask<TransferResult>(Failed(error));
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SocketError> CompleteSendingAsync()
    {
        finishedSending = true;
        try
        {
            await bytes.Turn.BeginEndingAsync().ConfigureAwait(false);
            await AnnounceEndInTurn().ConfigureAwait(false);
        }
        catch (Exception error) when (IsExpected(error))
        {
            // The FIN below says the same, or tells the error.
        }

        return await inner.CompleteSendingAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Abort()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
            return;
        inner.Abort();
        stream.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
            return;
        if (Interlocked.Exchange(ref sending, 1) == 0)
            AnnounceEnd();
        // First the transport: what is under way on it ends, and lets go of the stream's buffers.
        inner.Dispose();
        stream.Dispose();
    }

    // A peer that is told nothing takes the end for an attack that cut the stream short. 24 bytes fit the system's
    // buffer nearly always; where they do not, the end is worth more than its announcement.
    private void AnnounceEnd()
    {
        if (!bytes.Turn.TryBeginEndingSoon())
            return;
        try
        {
            Task announced = AnnounceEndInTurn();
            _ = announced.ContinueWith(
                static ended => _ = ended.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
        catch (Exception error) when (IsExpected(error))
        {
            // It is over already.
        }
    }

    // The announcement is made when this returns; the task is that of the transport's sending it.
    private Task AnnounceEndInTurn()
    {
        try
        {
            return stream.ShutdownAsync();
        }
        finally
        {
            bytes.Turn.EndEnding();
        }
    }

    // InvalidOperationException: a send after the end was announced. CryptographicException: an end announced after the
    // record layer broke.
    private static bool IsExpected(Exception error)
        => error is IOException or ObjectDisposedException or AuthenticationException or InvalidOperationException
            or CryptographicException;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TransferResult> AwaitReceiveAsync(ValueTask<int> pending, bool isWait)
    {
        try
        {
            return Received(await pending.ConfigureAwait(false), isWait);
        }
        catch (Exception error) when (IsExpected(error))
        {
            return Failed(error);
        }
        finally
        {
            bytes.Turn.EndReading();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TransferResult> AwaitSendAsync(ValueTask pending, int length)
    {
        try
        {
            await pending.ConfigureAwait(false);
            return new TransferResult(length, SocketError.Success);
        }
        catch (Exception error) when (IsExpected(error))
        {
            return Failed(error);
        }
        finally
        {
            Volatile.Write(ref sending, 0);
        }
    }

    private TransferResult Received(int count, bool isWait)
    {
        receivedAny |= count > 0;
        return count > 0 || isWait ? new TransferResult(count, SocketError.Success) : Ended();
    }

    private TransferResult Ended()
    {
        // The end of a transport that this side closed is not the peer's.
        if (Volatile.Read(ref closed) != 0)
            return new TransferResult(0, SocketError.OperationAborted);
        EndedUnannounced = bytes.PeerFinished;
        // In TLS 1.3 a server judges the client after the client's handshake is complete, and some, this module's
        // among them, close without an alert then. A client that says it has nothing to say is answered with the end.
        if (isClient && !receivedAny && EndedUnannounced && (sentAny || !finishedSending))
        {
            Failure = new NetFailure(
                FailureKind.TlsFailed,
                $"{RemoteEndPoint} closed after the TLS handshake without a word. It may want another client "
                + "certificate, or one at all (-Certificate).",
                RemoteEndPoint);
            return new TransferResult(0, SocketError.ConnectionReset);
        }

        return new TransferResult(0, SocketError.Success);
    }

    private TransferResult Failed(Exception error)
    {
        if (Volatile.Read(ref closed) != 0 || error is ObjectDisposedException)
            return new TransferResult(0, SocketError.OperationAborted);
        if (error.InnerException is SocketException socket)
            return new TransferResult(0, socket.SocketErrorCode);
        if (bytes.PeerFinished)
            return new TransferResult(0, SocketError.ConnectionReset);
        Failure = TlsFailure.Of(error, $"TLS with {RemoteEndPoint}", RemoteEndPoint);
        return new TransferResult(0, SocketError.ProtocolType);
    }
}
