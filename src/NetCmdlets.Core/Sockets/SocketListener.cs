using System.Net;
using System.Net.Sockets;

namespace NetCmdlets.Sockets;

/// <summary>A listener over .NET's sockets, TCP or Unix domain.</summary>
public sealed class SocketListener : IListenerTransport
{
    private readonly Socket listener;
    private readonly ListenOptions options;
    private readonly Func<Socket, IByteTransport> takeOver;
    private readonly SocketOperation accepting = new();

    private SocketListener(Socket listener, ListenOptions options, Func<Socket, IByteTransport> takeOver)
    {
        this.listener = listener;
        this.options = options;
        this.takeOver = takeOver;
        LocalEndPoint = listener.LocalEndPoint!;
    }

    /// <summary>The factory of this transport.</summary>
    public static IListenerFactory Factory { get; } = new ListenerFactory();

    /// <inheritdoc/>
    public EndPoint LocalEndPoint { get; }

    /// <inheritdoc/>
    public async ValueTask<AcceptResult> AcceptAsync()
    {
        TransferResult result = await accepting.AcceptAsync(listener).ConfigureAwait(false);
        Socket? accepted = accepting.AcceptSocket;
        accepting.AcceptSocket = null;
        if (!result.Succeeded || accepted is null)
        {
            accepted?.Dispose();
            return new AcceptResult(null, result.Error);
        }

        try
        {
            if (accepted.AddressFamily != AddressFamily.Unix)
            {
                accepted.NoDelay = true;
                if (options.KeepAlive > TimeSpan.Zero)
                {
                    TcpKeepAlive.Enable(accepted, options.KeepAlive);
                    TcpKeepAlive.BoundUnacknowledged(accepted, options.KeepAlive);
                }
            }

            return new AcceptResult(takeOver(accepted), SocketError.Success);
        }
        catch (SocketException error)
        {
            // The peer reset before it was looked at.
            accepted.Dispose();
            return new AcceptResult(null, error.SocketErrorCode);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        listener.Dispose();
        // An accept under way completes first and lets go of the rest by itself.
        accepting.Dispose();
    }

    /// <summary>Binds and listens.</summary>
    /// <param name="endPoint">Where.</param>
    /// <param name="options">How.</param>
    /// <param name="takeOver">Makes the transport of each accepted socket, which it owns from then on.</param>
    /// <exception cref="Diagnostics.NetException">It cannot be bound: in use, not local, not allowed.</exception>
    internal static SocketListener Listen(
        EndPoint endPoint, ListenOptions options, Func<Socket, IByteTransport> takeOver)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(options);
        Socket? socket = null;
        try
        {
            bool tcp = endPoint is IPEndPoint;
            socket = new Socket(
                endPoint.AddressFamily, SocketType.Stream, tcp ? ProtocolType.Tcp : ProtocolType.Unspecified);
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                // '::' takes IPv4 peers too, as mapped addresses (RFC 4038, section 4.2).
                socket.DualMode = ((IPEndPoint)endPoint).Address.Equals(IPAddress.IPv6Any);
            }

            if (tcp && OperatingSystem.IsWindows())
                socket.ExclusiveAddressUse = true;
            // Connections have it of their listener, and only so does it hold for the window of their handshake.
            if (options.ReceiveBufferBytes is int bytes)
                socket.ReceiveBufferSize = bytes;
            socket.Bind(endPoint);
            socket.Listen(options.Backlog);
            var listener = new SocketListener(socket, options, takeOver);
            socket = null;
            return listener;
        }
        catch (SocketException error)
        {
            throw SocketFailure
                .From(error.SocketErrorCode, $"Listening on {endPoint}", endPoint.ToString(), error).ToException();
        }
        finally
        {
            socket?.Dispose();
        }
    }

    private sealed class ListenerFactory : IListenerFactory
    {
        public IListenerTransport Listen(EndPoint endPoint, ListenOptions options)
            => SocketListener.Listen(endPoint, options, static accepted => new SocketTransport(accepted));
    }
}
