using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Tcp;

/// <summary>What a TCP server does with a connection. One service serves all connections of its server at once.</summary>
public interface IConnectionService : IAsyncDisposable
{
    /// <summary>
    /// Whether it tells of each message (<see cref="TcpConnection.MessageReceived"/>). Where it does not, the server
    /// records the bytes of the stream: see <see cref="ServedConnection"/>.
    /// </summary>
    bool RecordsMessages { get; }

    /// <summary>
    /// Whether what it does between two awaits takes microseconds and never blocks, so that it may run on the thread
    /// that waits for all connections. No user's code, no disk, no lock that is held for long.
    /// </summary>
    bool NeverBlocks => false;

    /// <summary>How many handlers the stop could not end (<see cref="Handlers.IMessageHandler.LeftBehind"/>).</summary>
    int LeftBehind => 0;

    /// <summary>
    /// How many bytes of a connection may wait unread: a service that takes them slowly on purpose keeps them with
    /// their sender. Null for the system's choice.
    /// </summary>
    int? ReceiveBufferBytes => null;

    /// <summary>
    /// After how long without a byte a connection is closed where the request names no time; zero for never.
    /// </summary>
    TimeSpan DefaultIdleTimeout => TimeSpan.Zero;

    /// <summary>
    /// Serves a connection to its end. Returns when nothing is left to do; the server then closes in the way that fits
    /// the connection's reason (Completed where the service gave none).
    /// </summary>
    /// <param name="connection">The connection, upgraded and authenticated.</param>
    /// <param name="stopping">Cancelled when the server resets what is left at its stop.</param>
    Task ServeAsync(TcpConnection connection, CancellationToken stopping);
}
