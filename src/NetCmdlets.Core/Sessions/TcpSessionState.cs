namespace NetCmdlets;

/// <summary>Where a session is in its life.</summary>
public enum TcpSessionState
{
    /// <summary>Both sides can send.</summary>
    Open,

    /// <summary>The server has sent FIN: what it sent can be received, and this side can still send.</summary>
    PeerClosed,

    /// <summary>The connection has ended; what was received before can still be taken.</summary>
    Closed,
}
