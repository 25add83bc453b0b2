namespace NetCmdlets;

/// <summary>Why a connection ended. The first reason given is the one that stays.</summary>
public enum CloseReason
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>The peer sent FIN, and all it was owed was sent.</summary>
    PeerClosed,

    /// <summary>This side closed after its work was done (a close word, a complete reply).</summary>
    Completed,

    /// <summary>Nothing came for the idle time allowed.</summary>
    Idle,

    /// <summary>A limit was reached: connections, message size, lifetime.</summary>
    Limit,

    /// <summary>The server was stopped, or the command that was sending.</summary>
    Stopped,

    /// <summary>The peer reset the connection.</summary>
    Reset,

    /// <summary>The peer broke the protocol: bad framing, bytes that are not text.</summary>
    ProtocolError,

    /// <summary>The TLS handshake failed.</summary>
    TlsFailed,

    /// <summary>The token was missing or wrong, or the address is not allowed.</summary>
    Unauthorized,

    /// <summary>The handler threw.</summary>
    HandlerError,

    /// <summary>The time allowed ran out.</summary>
    TimedOut,

    /// <summary>A socket error that is none of the above.</summary>
    Error,
}
