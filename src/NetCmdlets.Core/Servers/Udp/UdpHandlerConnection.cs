using System.Net;
using NetCmdlets.Framing;
using NetCmdlets.Servers.Handlers;

namespace NetCmdlets.Servers.Udp;

/// <summary>A datagram in a handler's hands.</summary>
internal sealed class UdpHandlerConnection : HandlerConnection
{
    private readonly UdpMessageServer server;

    public UdpHandlerConnection(UdpMessageServer server, DatagramPeer peer, MessageText text, byte[] datagram)
        : base(text, peer.State)
    {
        this.server = server;
        Peer = peer;
        Data = datagram;
    }

    public DatagramPeer Peer { get; }

    public override long? Id => null;

    public override EndPoint? RemoteEndPoint => Peer.EndPoint;

    public override EndPoint? LocalEndPoint => server.LocalEndPoint;

    public override void Send(byte[] message) => server.SendTo(message, Peer);

    public override void Close() => Peer.ForgetState();
}
