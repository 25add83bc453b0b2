using System.Net;

namespace NetCmdlets.Servers.Udp;

/// <summary>A sender that a UDP server knows: its address in both forms, and whether it is allowed.</summary>
/// <param name="Address">The address as the system calls take it.</param>
/// <param name="EndPoint">The address as people read it; IPv4 as such also on an IPv6 socket.</param>
/// <param name="Allowed">What the server's address lists say of it.</param>
public sealed record DatagramPeer(SocketAddress Address, IPEndPoint EndPoint, bool Allowed);
