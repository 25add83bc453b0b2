using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Udp;

/// <summary>The sockets of one use of Send-UdpDatagram: one for each peer, kept for the next message.</summary>
internal sealed class UdpClientSockets : IDisposable
{
    /// <summary>How many peers keep their socket; past it all are closed and the next start anew.</summary>
    public const int Capacity = 256;

    private readonly Dictionary<IPEndPoint, UdpEndpoint> open = [];

    /// <summary>The socket for a peer, made on first use.</summary>
    /// <exception cref="NetException">The local address, the interface or an option is not to be had.</exception>
    /// <exception cref="SocketException">The connect found no route.</exception>
    public UdpEndpoint Get(IPEndPoint peer, SendUdpDatagramRequest request, bool connected)
    {
        if (open.TryGetValue(peer, out UdpEndpoint? known))
            return known;

        // One port is one socket's: a fixed one is handed from peer to peer.
        if (open.Count >= Capacity || request.LocalPort != 0)
            Dispose();
        UdpEndpoint endpoint = UdpEndpoint.BindToReach(
            peer, request.LocalAddress, request.LocalPort, OptionsOf(request, connected));
        try
        {
            if (connected)
                endpoint.Connect(peer);
        }
        catch
        {
            endpoint.Dispose();
            throw;
        }

        open.Add(peer, endpoint);
        return endpoint;
    }

    /// <summary>Closes a peer's socket: what still comes to its port is for no later message.</summary>
    public void Retire(IPEndPoint peer)
    {
        if (open.Remove(peer, out UdpEndpoint? endpoint))
            endpoint.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (UdpEndpoint endpoint in open.Values)
            endpoint.Dispose();
        open.Clear();
    }

    private static UdpOptions OptionsOf(SendUdpDatagramRequest request, bool connected) => new()
    {
        Broadcast = request.Broadcast,
        TimeToLive = request.TimeToLive,
        MulticastInterface = request.Interface is null ? null : InterfaceChoice.Parse(request.Interface),
        MulticastLoopback = request.NoMulticastLoopback ? false : null,
        DontFragment = request.DontFragment,
        ReportIcmpErrors = !connected,
    };
}
