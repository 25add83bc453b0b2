using System.Net;
using System.Net.Sockets;

namespace NetCmdlets.Servers.Udp;

/// <summary>
/// The senders that a server saw lately, so that a datagram of a known one costs no allocation. It is bounded: forged
/// source addresses cannot make it grow. For one thread.
/// </summary>
internal sealed class DatagramPeerCache
{
    /// <summary>How many senders are known before all are forgotten.</summary>
    public const int Capacity = 4096;

    private readonly Dictionary<SocketAddress, DatagramPeer> peers = [];

    /// <summary>The sender of an address; null where it is not known.</summary>
    public DatagramPeer? Find(SocketAddress address) => peers.GetValueOrDefault(address);

    /// <summary>Adds a sender; the address given may be written to again afterwards.</summary>
    public DatagramPeer Add(SocketAddress address, Func<IPEndPoint, bool> allows)
    {
        if (peers.Count >= Capacity)
            peers.Clear();
        var own = new SocketAddress(address.Family, address.Size);
        address.Buffer.Span[..address.Size].CopyTo(own.Buffer.Span);
        var wildcard = new IPEndPoint(
            address.Family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        var endPoint = (IPEndPoint)wildcard.Create(own);
        if (endPoint.Address.IsIPv4MappedToIPv6)
            endPoint = new IPEndPoint(endPoint.Address.MapToIPv4(), endPoint.Port);
        var peer = new DatagramPeer(own, endPoint, allows(endPoint));
        peers.Add(own, peer);
        return peer;
    }
}
