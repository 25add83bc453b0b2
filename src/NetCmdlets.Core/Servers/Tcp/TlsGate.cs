using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Servers.Tcp;

/// <summary>
/// The server's side of the TLS handshake. A client that says nothing, something else than TLS, or shows no certificate
/// where one is asked for, is refused with TlsFailed.
/// </summary>
public sealed class TlsGate : IConnectionGate
{
    private readonly TlsServerOptions options;
    private readonly ReloadingCertificate certificate;
    private readonly X509ChainPolicy clients;
    private readonly List<SslApplicationProtocol>? protocols;
    private readonly TimeProvider time;
    private NetFailure? reported;

    /// <summary>Makes the gate; reads the certificate.</summary>
    /// <param name="options">How.</param>
    /// <param name="time">The clock of the handshake's limit.</param>
    /// <exception cref="NetException">The certificate cannot be used (FileFailed, InvalidRequest).</exception>
    public TlsGate(TlsServerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        this.options = options;
        this.time = time;
        // The client is told whose certificates are taken, so that it can choose among its own (RFC 8446, 4.2.4).
        SslCertificateTrust? trust = options is { RequireClientCertificate: true, TrustedCertificates: { } roots }
            && !OperatingSystem.IsWindows()
            ? SslCertificateTrust.CreateForX509Collection(roots, sendTrustInHandshake: true)
            : null;
        certificate = new ReloadingCertificate(options.Certificate, trust);
        clients = TlsPolicy.Chain(options.TrustedCertificates, ofServer: false);
        protocols = TlsPolicy.Offer(options.ApplicationProtocols);
    }

    /// <inheritdoc/>
    public async ValueTask<GateVerdict> EnterAsync(TcpConnection connection, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(connection);
        IByteTransport transport = connection.Transport;
        CertificateVerdict? verdict = null;
        var bytes = new TransportStream(transport);
        var stream = new SslStream(bytes, leaveInnerStreamOpen: true);
        using var deadline = new Deadline(options.HandshakeLimit, stopping, time);
        try
        {
            using (deadline.Token.UnsafeRegister(static ended => ((IByteTransport)ended!).Dispose(), transport))
            {
                await stream.AuthenticateAsServerAsync(Settings(connection, Judge), CancellationToken.None)
                    .ConfigureAwait(false);
            }

            connection.Upgrade(new TlsTransport(transport, bytes, stream, isClient: false));
            return GateVerdict.Entered;
        }
        catch (Exception error) when (error is AuthenticationException or IOException or ObjectDisposedException)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            stopping.ThrowIfCancellationRequested();
            return new GateVerdict(CloseReason.TlsFailed, NetServerEventKind.TlsFailed, Why(error));
        }

        bool Judge(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
        {
            if (!options.RequireClientCertificate)
                return true;
            verdict = CertificateVerdict.Of(shown as X509Certificate2, chain, errors, host: null);
            return verdict.Trusted;
        }

        string Why(Exception error)
        {
            if (verdict is { Trusted: false })
                return $"The client's certificate is not trusted: {verdict.Describe()}.";
            if (deadline.Expired)
                return $"No handshake within {DisplayText.Seconds(options.HandshakeLimit)}.";
            return error.InnerException is SocketException socket
                ? $"The connection ended within the handshake: {socket.SocketErrorCode}."
                : $"The handshake failed: {TlsFailure.HandshakeReason(error, bytes)}.";
        }
    }

    private SslServerAuthenticationOptions Settings(
        TcpConnection connection, RemoteCertificateValidationCallback judge)
    {
        (SslStreamCertificateContext context, NetFailure? failure) = certificate.Current();
        Report(connection, failure);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = context,
            EnabledSslProtocols = TlsPolicy.Protocols,
            ClientCertificateRequired = options.RequireClientCertificate,
            CertificateChainPolicy = clients,
            RemoteCertificateValidationCallback = judge,
            ApplicationProtocols = protocols,
            AllowRenegotiation = false,
        };
    }

    // Once for each state of the file, not for each handshake.
    private void Report(TcpConnection connection, NetFailure? failure)
    {
        NetFailure? before = Interlocked.Exchange(ref reported, failure);
        if (failure is not null && failure.Message != before?.Message)
            connection.ServerFailed($"The certificate before stays in force. {failure.Message}", failure.Cause);
    }
}
