using System.Net;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets.Tls;

/// <summary>Puts a client's connection into TLS.</summary>
/// <param name="options">How; its TargetHost is only used where <paramref name="fixedHost"/> is set.</param>
/// <param name="fixedHost">Whether to expect the options' host in the place of the one that was dialed.</param>
public sealed class TlsUpgrade(TlsClientOptions options, bool fixedHost) : IClientUpgrade
{
    /// <inheritdoc/>
    public async ValueTask<(IByteTransport Transport, NetFailure? Failure)> UpgradeAsync(
        IByteTransport transport, string host, TimeSpan limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transport);
        // A path is no name; what answers there is on this machine.
        string name = transport.RemoteEndPoint is IPEndPoint ? NameOf(host) : "localhost";
        TlsClientOptions own = fixedHost ? options : options with { TargetHost = name };
        TlsClientResult result = await TlsClient
            .ConnectAsync(transport, own, limit, cancellationToken).ConfigureAwait(false);
        return (result.Transport ?? transport, result.Failure);
    }

    /// <summary>A host as a certificate names it: without a final dot, brackets or a scope.</summary>
    internal static string NameOf(string host) => HostResolver.TryParseLiteral(host, out IPAddress address)
        ? new IPAddress(address.GetAddressBytes()).ToString()
        : host.TrimEnd('.');
}
