using System.Net.Sockets;

namespace NetCmdlets.Sockets;

/// <summary>The reason for a connection's end that a socket error is.</summary>
public static class CloseReasons
{
    /// <summary>Whether it is a fault, of the peer's or of what serves it, and not the end that was meant.</summary>
    public static bool IsFault(CloseReason reason)
        => reason is not (CloseReason.None or CloseReason.PeerClosed or CloseReason.Completed or CloseReason.Stopped);

    /// <summary>The reason behind a socket error; never None.</summary>
    public static CloseReason Of(SocketError error) => error switch
    {
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => CloseReason.Reset,
        // The stack's own: the peer did not acknowledge what was sent, or no keep-alive probe. Where a router or the
        // own link said why, the stack tells that in the end.
        SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown
            or SocketError.NetworkDown => CloseReason.TimedOut,
        _ => CloseReason.Error,
    };
}
