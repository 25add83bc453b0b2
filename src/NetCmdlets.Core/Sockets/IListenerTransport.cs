using System.Net;
using System.Net.Sockets;

namespace NetCmdlets.Sockets;

/// <summary>A bound and listening socket. Disposing it ends an accept under way with OperationAborted.</summary>
public interface IListenerTransport : IDisposable
{
    /// <summary>The end point it is bound to, with the port that the system picked.</summary>
    EndPoint LocalEndPoint { get; }

    /// <summary>Takes the next connection; one accept at a time.</summary>
    ValueTask<AcceptResult> AcceptAsync();
}

/// <summary>What came of one accept: a connection or the error.</summary>
/// <param name="Transport">The connection; null where it failed.</param>
/// <param name="Error">Success, or why it failed.</param>
public readonly record struct AcceptResult(IByteTransport? Transport, SocketError Error);

/// <summary>How a listener is bound.</summary>
public sealed record ListenOptions
{
    /// <summary>How many connections may wait to be accepted; the system may keep fewer (somaxconn).</summary>
    public int Backlog { get; init; } = 512;

    /// <summary>The time between keep-alive probes of an idle connection; zero for none.</summary>
    public TimeSpan KeepAlive { get; init; }

    /// <summary>
    /// How many bytes of a connection may wait unread, from 1; null for the system's choice, which grows. The system
    /// may round it up.
    /// </summary>
    public int? ReceiveBufferBytes { get; init; }
}

/// <summary>Makes listeners: the place to choose another transport for a system.</summary>
public interface IListenerFactory
{
    /// <summary>Binds and listens.</summary>
    /// <exception cref="Diagnostics.NetException">It cannot be bound: in use, not local, not allowed.</exception>
    IListenerTransport Listen(EndPoint endPoint, ListenOptions options);
}
