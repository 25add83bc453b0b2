using System.Net.Sockets;

namespace NetCmdlets.Sockets;

/// <summary>What came of one attempt to connect: a socket or the error, never an exception.</summary>
/// <param name="Socket">The connected socket, which is the caller's to dispose; null where it failed.</param>
/// <param name="Error">Success, or why it failed. TimedOut also where this side's limit ended the attempt.</param>
/// <param name="IsLocal">Whether this side failed before a packet was sent: a bind refused, no sockets left.</param>
/// <param name="Elapsed">From the first packet to the handshake's end or the failure.</param>
public readonly record struct TcpConnectResult(Socket? Socket, SocketError Error, bool IsLocal, TimeSpan Elapsed)
{
    /// <summary>Whether the connection stands.</summary>
    public bool Succeeded => Error == SocketError.Success;
}
