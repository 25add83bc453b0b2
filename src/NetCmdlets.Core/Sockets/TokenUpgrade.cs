using System.Security.Cryptography;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>Sends a client's token as its first line. The server says nothing to it; a wrong one is closed.</summary>
public sealed class TokenUpgrade(AccessToken token) : IClientUpgrade
{
    /// <inheritdoc/>
    public async ValueTask<(IByteTransport Transport, NetFailure? Failure)> UpgradeAsync(
        IByteTransport transport, string host, TimeSpan limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transport);
        byte[] line = token.ToLine();
        using var deadline = new Deadline(limit, cancellationToken);
        TransferResult sent;
        try
        {
            using (deadline.Token.UnsafeRegister(static ended => ((IByteTransport)ended!).Abort(), transport))
                sent = await transport.SendAsync(line).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(line);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (sent.Succeeded)
            return (transport, null);
        return (transport, transport.Failure ?? SocketFailure.From(
            sent.Error, $"Sending the token to {transport.RemoteEndPoint}", host));
    }
}
