using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Servers.Tcp;

/// <summary>The gates that a request asks for: TLS first, so that the token travels inside it.</summary>
internal static class ConnectionGates
{
    /// <summary>Makes the gates; certificates are read now, so that a bad one fails the start.</summary>
    /// <exception cref="NetException">A certificate cannot be used, or the request is not in order.</exception>
    public static IReadOnlyList<IConnectionGate> Of(TcpServerRequest request, TimeProvider time)
    {
        var gates = new List<IConnectionGate>(2);
        if (request.Certificate is not null)
            gates.Add(new TlsGate(OptionsOf(request, request.Certificate), time));
        else if (request.RequireClientCertificate || request.TrustedCertificate.Count > 0
            || request.ApplicationProtocol.Count > 0)
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                "-RequireClientCertificate, -TrustedCertificate and -ApplicationProtocol need TLS: add -Certificate.");
        }

        if (request.Token is not null)
            gates.Add(new TokenGate(request.Token, request.HandshakeTimeout, time));
        return gates;
    }

    private static TlsServerOptions OptionsOf(TcpServerRequest request, CertificateSource certificate)
    {
        if (request.TrustedCertificate.Count > 0 && !request.RequireClientCertificate)
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                "-TrustedCertificate says whose clients are let in: add -RequireClientCertificate.");
        }

        return new TlsServerOptions
        {
            Certificate = certificate,
            RequireClientCertificate = request.RequireClientCertificate,
            TrustedCertificates = CertificateSource.LoadRoots(request.TrustedCertificate),
            ApplicationProtocols = request.ApplicationProtocol,
            HandshakeLimit = request.HandshakeTimeout,
        };
    }
}
