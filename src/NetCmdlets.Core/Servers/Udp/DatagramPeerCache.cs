using System.Net;
using System.Net.Sockets;

namespace NetCmdlets.Servers.Udp;

/// <summary>
/// The senders that a server saw lately, so that a datagram of a known one costs no allocation. It is bounded: forged
/// source addresses cannot make it grow. When the younger half is full the older one is forgotten; a sender that is
/// heard of moves to the younger. For one thread.
/// </summary>
internal sealed class DatagramPeerCache
{
    /// <summary>How many senders are known at the most; at least half of it are the last that were heard of.</summary>
    public const int Capacity = 8192;

    private Dictionary<SocketAddress, DatagramPeer> younger = [];
    private Dictionary<SocketAddress, DatagramPeer> older = [];

    /// <summary>The sender of an address, made where it is not known. The address may be written to then.</summary>
    public DatagramPeer Get(SocketAddress address, Func<IPEndPoint, bool> allows)
    {
        if (younger.TryGetValue(address, out DatagramPeer? peer))
            return peer;
        if (!older.Remove(address, out peer))
            peer = Make(address, allows);
        if (younger.Count >= Capacity / 2)
        {
            (younger, older) = (older, younger);
            younger.Clear();
        }

        younger.Add(peer.Address, peer);
        return peer;
    }

    private static DatagramPeer Make(SocketAddress address, Func<IPEndPoint, bool> allows)
    {
        var own = new SocketAddress(address.Family, address.Size);
        address.Buffer.Span[..address.Size].CopyTo(own.Buffer.Span);
        var wildcard = new IPEndPoint(
            address.Family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        var endPoint = (IPEndPoint)wildcard.Create(own);
        if (endPoint.Address.IsIPv4MappedToIPv6)
            endPoint = new IPEndPoint(endPoint.Address.MapToIPv4(), endPoint.Port);
        return new DatagramPeer(own, endPoint, allows(endPoint));
    }
}
