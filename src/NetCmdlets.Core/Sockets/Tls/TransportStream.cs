using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace NetCmdlets.Sockets.Tls;

/// <summary>
/// A byte transport as the stream that SslStream sits on. Nothing is copied: its buffers are the ones that SslStream
/// hands over. Cancellation is the transport's own: who ends the transport ends what is under way here.
/// </summary>
/// <param name="transport">The transport.</param>
/// <param name="flight">Takes note of what the peer says in the clear; null where nobody wants to know.</param>
internal sealed class TransportStream(IByteTransport transport, TlsServerFlight? flight = null) : Stream
{
    // ContentType of a record (RFC 8446, section 5.1): a handshake begins with the one, or is refused with the other.
    private const int Alert = 21;
    private const int Handshake = 22;

    // HandshakeType of its first message (section 4), behind the record's header of five bytes.
    private const int ClientHello = 1;
    private const int RecordHeaderBytes = 5;

    private int firstByte = -1;
    private bool shakingHands = true;

    /// <summary>Whose turn it is with the stream's state, from <see cref="HandshakeDone"/> on.</summary>
    public DecryptionTurn Turn { get; } = new();

    /// <summary>Whether the peer has sent anything.</summary>
    public bool ReceivedAny => Volatile.Read(ref firstByte) >= 0;

    /// <summary>
    /// Says that the handshake is done. Up to then a receive that had to wait goes on in the thread pool: keys and
    /// chains take milliseconds, and the transport's own thread may be serving others.
    /// </summary>
    public void HandshakeDone() => shakingHands = false;

    /// <summary>Whether the peer began with a ClientHello, which a server that echoes sends back.</summary>
    public bool ReceivedClientHello { get; private set; }

    /// <summary>Whether the peer's FIN came.</summary>
    public bool PeerFinished { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    // SslStream reads into nothing to wait without a buffer; here that is what the transport has a call for.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask<TransferResult> pending = buffer.IsEmpty
            ? transport.WaitReadableAsync()
            : transport.ReceiveAsync(buffer);
        if (pending.IsCompletedSuccessfully)
            return new ValueTask<int>(Received(pending.Result, buffer));
        if (!shakingHands)
            Turn.EndReading();
        return AwaitAsync(pending, buffer);
    }

    public override ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask<TransferResult> pending = transport.SendAsync(buffer);
        if (!pending.IsCompletedSuccessfully)
            return AwaitAsync(pending);
        Check(pending.Result);
        return ValueTask.CompletedTask;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // The transport holds nothing back.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static void Check(TransferResult result)
    {
        if (!result.Succeeded)
            throw new IOException("The transport failed.", new SocketException((int)result.Error));
    }

    private int Received(TransferResult result, Memory<byte> buffer)
    {
        Check(result);
        if (buffer.IsEmpty)
            return 0;
        if (result.Bytes == 0)
            PeerFinished = true;
        else if (firstByte < 0)
            CheckFirst(buffer.Span[..result.Bytes]);
        if (shakingHands)
            flight?.Take(buffer.Span[..result.Bytes]);
        return result.Bytes;
    }

    // At once: SslStream would wait for as many bytes as it takes the next four for the length of.
    private void CheckFirst(ReadOnlySpan<byte> received)
    {
        byte first = received[0];
        ReceivedClientHello = first == Handshake && received.Length > RecordHeaderBytes
            && received[RecordHeaderBytes] == ClientHello;
        Volatile.Write(ref firstByte, first);
        if (first is not (Alert or Handshake))
            throw new IOException($"what came is not TLS (its first byte is 0x{first:X2})");
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AwaitAsync(ValueTask<TransferResult> pending, Memory<byte> buffer)
    {
        TransferResult result;
        try
        {
            result = await pending.ConfigureAwait(false);
        }
        finally
        {
            if (!shakingHands)
                Turn.BeginReading();
        }

        if (shakingHands)
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return Received(result, buffer);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask AwaitAsync(ValueTask<TransferResult> pending)
        => Check(await pending.ConfigureAwait(false));
}
