namespace NetCmdlets;

/// <summary>What a TCP handshake met.</summary>
public enum HandshakeState
{
    /// <summary>The peer answered SYN with SYN-ACK: something listens.</summary>
    Open,

    /// <summary>The peer, or a firewall in its name, answered with RST or ICMP port unreachable.</summary>
    Refused,

    /// <summary>No answer came in the time allowed: a firewall drops the packets, or the host is down.</summary>
    Filtered,

    /// <summary>There is no route, or ICMP said that host or network cannot be reached.</summary>
    Unreachable,

    /// <summary>The name did not resolve; nothing was tried.</summary>
    NameError,

    /// <summary>This machine could not try: no sockets left, a source address that does not fit, no rights.</summary>
    LocalError,
}
