using System.Collections;
using System.Net;
using NetCmdlets.Servers.Handlers;

namespace NetCmdlets.Servers.Udp;

/// <summary>A sender that a UDP server knows: its address in both forms, and whether it is allowed.</summary>
/// <param name="address">The address as the system calls take it.</param>
/// <param name="endPoint">The address as people read it; IPv4 as such also on an IPv6 socket.</param>
/// <param name="allowed">What the server's address lists say of it.</param>
public sealed class DatagramPeer(SocketAddress address, IPEndPoint endPoint, bool allowed)
{
    private Hashtable? state;

    /// <summary>The address as the system calls take it.</summary>
    public SocketAddress Address { get; } = address;

    /// <summary>The address as people read it; IPv4 as such also on an IPv6 socket.</summary>
    public IPEndPoint EndPoint { get; } = endPoint;

    /// <summary>What the server's address lists say of it.</summary>
    public bool Allowed { get; } = allowed;

    /// <summary>What a handler remembers of it.</summary>
    public Hashtable State => LazyInitializer.EnsureInitialized(ref state, HandlerConnection.NewState);

    /// <summary>When a rejection of it was last recorded, by the server's clock; 0 for never.</summary>
    internal long RejectionRecordedAt { get; set; }

    /// <summary>Forgets what a handler remembered.</summary>
    internal void ForgetState() => state = null;
}
