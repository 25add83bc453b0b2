using System.Net;
using System.Net.Sockets;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Udp;

/// <summary>
/// How a server's thread takes datagrams and answers them: as many at a time as the system hands over in one call. For
/// one thread, but for <see cref="UdpEndpoint.Dispose"/> of its socket, which ends a wait.
/// </summary>
internal abstract class DatagramExchange : IDisposable
{
    /// <summary>The exchange of this system over a socket.</summary>
    /// <param name="endpoint">The socket; whoever opened it closes it.</param>
    /// <param name="observer">Who is told what became of each reply.</param>
    public static DatagramExchange Over(UdpEndpoint endpoint, IReplyObserver observer)
        => TransportChoice.TakesSystemCalls && DatagramBatch.IsSupported
            ? new DatagramBatch(endpoint, observer)
            : new SingleDatagram(endpoint, observer);

    /// <summary>Blocks until datagrams have come, and returns how many: at least one.</summary>
    /// <exception cref="SocketException">The system tells of an error; the next call may bring datagrams.</exception>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public abstract int Receive();

    /// <summary>One of the datagrams received; valid until the next receive.</summary>
    public abstract ReadOnlySpan<byte> Datagram(int index);

    /// <summary>Who sent it; valid until the next call of this.</summary>
    public abstract SocketAddress Sender(int index);

    /// <summary>
    /// Sends a reply, now or with the others at the next <see cref="Flush"/>. The span is not needed any longer than
    /// the call, but for one of <see cref="Datagram"/>, which stays valid as long as it is needed.
    /// </summary>
    public abstract void Send(ReadOnlySpan<byte> reply, DatagramPeer peer);

    /// <summary>Sends what waits to be sent.</summary>
    public virtual void Flush()
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
