using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>A transport of which some bytes were read too early: they come first again.</summary>
public sealed class PushedBackTransport : IByteTransport
{
    private readonly IByteTransport inner;
    private ReadOnlyMemory<byte> pushedBack;

    /// <summary>Puts bytes in front of what a transport receives; the transport is this one's from then on.</summary>
    public PushedBackTransport(IByteTransport inner, ReadOnlyMemory<byte> pushedBack)
    {
        ArgumentNullException.ThrowIfNull(inner);
        this.inner = inner;
        this.pushedBack = pushedBack;
    }

    /// <inheritdoc/>
    public EndPoint? LocalEndPoint => inner.LocalEndPoint;

    /// <inheritdoc/>
    public EndPoint? RemoteEndPoint => inner.RemoteEndPoint;

    /// <inheritdoc/>
    public NetFailure? Failure => inner.Failure;

    bool IByteTransport.IsWritable => inner.IsWritable;

    /// <inheritdoc/>
    public X509Certificate2? RemoteCertificate => inner.RemoteCertificate;

    /// <inheritdoc/>
    public bool CanHalfClose => inner.CanHalfClose;

    /// <inheritdoc/>
    public bool EndedUnannounced => inner.EndedUnannounced;

    /// <inheritdoc/>
    public ValueTask<TransferResult> WaitReadableAsync() => pushedBack.IsEmpty
        ? inner.WaitReadableAsync()
        : new ValueTask<TransferResult>(new TransferResult(0, SocketError.Success));

    /// <inheritdoc/>
    public ValueTask<TransferResult> ReceiveAsync(Memory<byte> buffer)
    {
        if (pushedBack.IsEmpty)
            return inner.ReceiveAsync(buffer);
        int count = Math.Min(buffer.Length, pushedBack.Length);
        pushedBack[..count].CopyTo(buffer);
        // The last of them lets the buffer go.
        pushedBack = count == pushedBack.Length ? default : pushedBack[count..];
        return new ValueTask<TransferResult>(new TransferResult(count, SocketError.Success));
    }

    /// <inheritdoc/>
    public ValueTask<TransferResult> SendAsync(ReadOnlyMemory<byte> data) => inner.SendAsync(data);

    /// <inheritdoc/>
    public ValueTask<SocketError> CompleteSendingAsync() => inner.CompleteSendingAsync();

    /// <inheritdoc/>
    public void Abort() => inner.Abort();

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
