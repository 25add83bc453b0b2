using System.Net.Sockets;

namespace NetCmdlets.Servers.Udp;

/// <summary>Is told what became of each reply that was handed to a <see cref="DatagramExchange"/>.</summary>
internal interface IReplyObserver
{
    /// <summary>The system took it.</summary>
    void Sent(DatagramPeer peer, int bytes);

    /// <summary>The system refused it, or the socket was closed before it could be sent (OperationAborted).</summary>
    void NotSent(DatagramPeer peer, int bytes, SocketError error);
}
