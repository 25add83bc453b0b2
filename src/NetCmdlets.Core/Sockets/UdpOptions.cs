namespace NetCmdlets.Sockets;

/// <summary>How a UDP socket is set up before it is used; what is null stays as the system has it.</summary>
public sealed record UdpOptions
{
    /// <summary>The receive buffer to ask for, in bytes; the system may grant less.</summary>
    public int? ReceiveBufferBytes { get; init; }

    /// <summary>Whether datagrams may go to a broadcast address (RFC 919).</summary>
    public bool Broadcast { get; init; }

    /// <summary>The time to live (IPv6: hop limit) of what is sent, to one host or to a group, 1 to 255.</summary>
    public int? TimeToLive { get; init; }

    /// <summary>The interface by which multicast leaves.</summary>
    public InterfaceChoice? MulticastInterface { get; init; }

    /// <summary>Whether this machine's own members of a group hear what is sent to it.</summary>
    public bool? MulticastLoopback { get; init; }

    /// <summary>Whether a datagram that does not fit the path is refused and not cut into fragments.</summary>
    public bool DontFragment { get; init; }

    /// <summary>
    /// Whether <see cref="UdpEndpoint.ReceiveWithInfoAsync"/> is to tell all also of what came before its first call.
    /// </summary>
    public bool PacketInformation { get; init; }

    /// <summary>Whether no group is heard but those that the socket joined itself (Linux hears others', too).</summary>
    public bool OnlyOwnGroups { get; init; }

    /// <summary>Whether other sockets may have the same port: many members of one group on one machine.</summary>
    public bool ShareAddress { get; init; }

    /// <summary>
    /// Whether an ICMP error is told on a socket that is not connected, too (Linux: IP_RECVERR; Windows does so by
    /// itself; elsewhere only connected sockets hear of it).
    /// </summary>
    public bool ReportIcmpErrors { get; init; }
}
