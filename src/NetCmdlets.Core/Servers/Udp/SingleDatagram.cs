using System.Net;
using System.Net.Sockets;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Udp;

/// <summary>One datagram at a time over .NET's sockets, on any system.</summary>
internal sealed class SingleDatagram(UdpEndpoint endpoint, IReplyObserver observer) : DatagramExchange
{
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(UdpEndpoint.BufferBytes, pinned: true);
    private readonly SocketAddress sender = endpoint.NewAddress();
    private int length;

    /// <inheritdoc/>
    public override int Receive()
    {
        length = endpoint.Receive(buffer, sender);
        return 1;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Datagram(int index) => buffer.AsSpan(0, length);

    /// <inheritdoc/>
    public override SocketAddress Sender(int index) => sender;

    /// <inheritdoc/>
    public override void Send(ReadOnlySpan<byte> reply, DatagramPeer peer)
    {
        SocketError error = endpoint.TrySend(reply, peer.Address);
        if (error == SocketError.Success)
            observer.Sent(peer, reply.Length);
        else
            observer.NotSent(peer, reply.Length, error);
    }
}
