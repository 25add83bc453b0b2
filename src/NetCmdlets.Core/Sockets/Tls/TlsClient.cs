using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets.Tls;

/// <summary>What came of a client's handshake.</summary>
public sealed class TlsClientResult
{
    internal TlsClientResult(TlsTransport? transport, NetFailure? failure, TlsPeer peer)
    {
        Transport = transport;
        Failure = failure;
        Peer = peer;
    }

    /// <summary>The stream inside TLS, which owns the transport under it; null where it failed.</summary>
    public TlsTransport? Transport { get; }

    /// <summary>Why it failed: TlsFailed, CertificateNotTrusted, ConnectionTimedOut, ConnectionReset.</summary>
    public NetFailure? Failure { get; }

    /// <summary>What this side thinks of the server's certificate; null where none came.</summary>
    public CertificateVerdict? Verdict => Peer.Verdict;

    /// <summary>What the server has shown and asked for.</summary>
    internal TlsPeer Peer { get; }
}

/// <summary>The client's side of the TLS handshake, over a connection that stands.</summary>
public static class TlsClient
{
    /// <summary>
    /// Does the handshake. The transport is the result's from then on; where the handshake fails it is ended.
    /// </summary>
    /// <param name="transport">The connection.</param>
    /// <param name="options">How.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="OperationCanceledException">The caller stopped it.</exception>
    public static async Task<TlsClientResult> ConnectAsync(
        IByteTransport transport, TlsClientOptions options, TimeSpan limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(options);
        string what = $"The TLS handshake with {options.TargetHost} at {transport.RemoteEndPoint}";
        var peer = new TlsPeer(options);
        var bytes = new TransportStream(transport, peer.Flight);
        var stream = new SslStream(bytes, leaveInnerStreamOpen: true);
        using var deadline = new Deadline(limit, cancellationToken);
        try
        {
            using (deadline.Token.UnsafeRegister(static ended => ((IByteTransport)ended!).Abort(), transport))
            {
                await stream.AuthenticateAsClientAsync(Settings(options, peer), CancellationToken.None)
                    .ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            return new TlsClientResult(new TlsTransport(transport, bytes, stream, isClient: true), null, peer);
        }
        catch (Exception error) when (error is AuthenticationException or IOException or ObjectDisposedException)
        {
            transport.Dispose();
            await stream.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return new TlsClientResult(null, FailureOf(error), peer);
        }
        catch (OperationCanceledException)
        {
            transport.Abort();
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        NetFailure FailureOf(Exception error)
        {
            if (peer.Verdict is { Trusted: false } verdict && !options.SkipCertificateCheck)
            {
                return new NetFailure(
                    FailureKind.CertificateNotTrusted,
                    $"The certificate of {options.TargetHost} at {transport.RemoteEndPoint} is not trusted: "
                    + $"{verdict.Describe()}. -TrustedCertificate names whom to trust, -TlsHost the name to expect.",
                    transport.RemoteEndPoint,
                    error);
            }

            if (deadline.Expired)
            {
                return new NetFailure(
                    FailureKind.ConnectionTimedOut,
                    $"{what} failed: not complete within {DisplayText.Seconds(limit)}. The peer may not speak TLS.",
                    transport.RemoteEndPoint,
                    error);
            }

            return error.InnerException is SocketException socket
                ? SocketFailure.From(socket.SocketErrorCode, what, transport.RemoteEndPoint, error)
                : new NetFailure(
                    FailureKind.TlsFailed,
                    $"{what} failed: {TlsFailure.ClientReason(error, bytes)}.",
                    transport.RemoteEndPoint,
                    error);
        }
    }

    private static SslClientAuthenticationOptions Settings(
        TlsClientOptions options, TlsPeer peer) => new()
        {
            TargetHost = options.TargetHost,
            EnabledSslProtocols = TlsPolicy.Protocols,
            CertificateChainPolicy = TlsPolicy.Chain(options.TrustedCertificates, ofServer: true),
            RemoteCertificateValidationCallback = peer.Judge,
            LocalCertificateSelectionCallback = options.Certificate is null ? peer.Select : null,
            ClientCertificateContext = options.Certificate is null ? null : TlsPolicy.Context(options.Certificate),
            ApplicationProtocols = TlsPolicy.Offer(options.ApplicationProtocols),
            CipherSuitesPolicy = options.OfferOldCiphers ? TlsPolicy.EveryCipher : null,
            AllowRenegotiation = false,
        };
}
