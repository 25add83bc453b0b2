using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>The -LocalAddress of a client or a probe.</summary>
public static class SourceAddress
{
    /// <summary>The families to resolve a peer's name in, where a source address leaves only its own.</summary>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="text">The source address; null or empty for none.</param>
    public static AddressFamilyChoice FamilyFor(AddressFamilyChoice wanted, string? text)
        => wanted == AddressFamilyChoice.Any && !string.IsNullOrEmpty(text)
            && HostResolver.TryParseLiteral(text, out IPAddress address)
            ? AddressFamilyChoices.Of(address)
            : wanted;

    /// <summary>
    /// The address behind a text, once a socket could be bound to it: an address that is not this machine's is a fault
    /// of the call, not of the host that is to be reached.
    /// </summary>
    /// <returns>The address; null for no text, which lets the system choose.</returns>
    /// <exception cref="NetException">It is no address (InvalidAddress), or cannot be bound to.</exception>
    public static IPAddress? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (!HostResolver.TryParseLiteral(text, out IPAddress address))
        {
            throw new NetException(
                FailureKind.InvalidAddress, $"'{text}' is not an IP address to connect from.", text);
        }

        try
        {
            using var trial = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            trial.Bind(new IPEndPoint(address, 0));
        }
        catch (SocketException error)
        {
            throw SocketFailure.From(error.SocketErrorCode, $"Connecting from {address}", text, error).ToException();
        }

        return address;
    }
}
