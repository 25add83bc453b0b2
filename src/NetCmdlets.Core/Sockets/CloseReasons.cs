using System.Net.Sockets;

namespace NetCmdlets.Sockets;

/// <summary>The reason for a connection's end that a socket error is.</summary>
public static class CloseReasons
{
    /// <summary>The reason behind a socket error; never None.</summary>
    public static CloseReason Of(SocketError error) => error switch
    {
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => CloseReason.Reset,
        // The stack's own: the peer did not acknowledge what was sent, or no keep-alive probe.
        SocketError.TimedOut => CloseReason.TimedOut,
        _ => CloseReason.Error,
    };
}
