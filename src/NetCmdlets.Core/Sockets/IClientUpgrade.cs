using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>
/// What a client does with a connection before it is used: a TLS handshake, which gives its own stream in the
/// transport's place; then a token.
/// </summary>
public interface IClientUpgrade
{
    /// <summary>Upgrades a connection, or says why not; the caller disposes the transport then.</summary>
    /// <param name="transport">The connection.</param>
    /// <param name="host">The host's name as it was given, for the certificate's check.</param>
    /// <param name="limit">How long it may take; what takes longer is a failure.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    ValueTask<(IByteTransport Transport, NetFailure? Failure)> UpgradeAsync(
        IByteTransport transport, string host, TimeSpan limit, CancellationToken cancellationToken);
}
