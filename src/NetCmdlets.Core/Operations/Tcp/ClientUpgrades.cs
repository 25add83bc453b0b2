using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Operations.Tcp;

/// <summary>What a client asks to be done with its connection: TLS first, so that the token is inside.</summary>
internal static class ClientUpgrades
{
    /// <summary>
    /// What a close without a byte means after a token was sent: servers say nothing to a wrong one, they close.
    /// </summary>
    public static NetFailure TokenRefused(EndPoint? remote, string target) => new(
        FailureKind.Unauthorized,
        $"{remote} closed the connection after the token without a byte: the token is wrong, or too many were.",
        target);

    /// <summary>
    /// Whether TLS is asked for. Who says whom to trust wants to be sure of it: no such option is passed over in
    /// silence.
    /// </summary>
    public static bool IsTlsAsked(TcpClientRequest request)
        => request.Tls || request.TlsHost is not null || request.Certificate is not null
            || request.TrustedCertificate.Count > 0 || request.SkipCertificateCheck
            || request.ApplicationProtocol.Count > 0;

    /// <summary>Makes the upgrades; certificates are read now.</summary>
    /// <exception cref="NetException">A certificate cannot be used (FileFailed, InvalidRequest).</exception>
    public static IReadOnlyList<IClientUpgrade> Of(TcpClientRequest request)
    {
        var upgrades = new List<IClientUpgrade>(2);
        if (IsTlsAsked(request))
        {
            var options = new TlsClientOptions
            {
                TargetHost = request.TlsHost ?? "localhost",
                Certificate = request.Certificate?.LoadWithPrivateKey(),
                TrustedCertificates = CertificateSource.LoadRoots(request.TrustedCertificate),
                SkipCertificateCheck = request.SkipCertificateCheck,
                ApplicationProtocols = request.ApplicationProtocol,
            };
            upgrades.Add(new TlsUpgrade(options, request.TlsHost is not null));
        }

        if (request.Token is not null)
            upgrades.Add(new TokenUpgrade(request.Token));
        return upgrades;
    }
}
