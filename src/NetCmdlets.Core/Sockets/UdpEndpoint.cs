using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>
/// A bound UDP socket: whole datagrams in and out, no allocation for one. One thread receives at a time and any may
/// send. Socket errors are exceptions of the platform; <see cref="SocketFailure"/> makes failures of them.
/// </summary>
public sealed class UdpEndpoint : IDisposable
{
    /// <summary>
    /// The most that a datagram carries: 65,535 less the headers of IPv4 (20) and UDP (8). IPv6 could carry 20 bytes
    /// more; the one limit makes sure that a message never depends on the family that a name resolves to.
    /// </summary>
    public const int MaximumPayload = 65_507;

    /// <summary>The size of a buffer that holds any datagram, so that none is cut by the system.</summary>
    public const int BufferBytes = 65_536;

    private readonly Socket socket;
    private volatile bool closed;

    private UdpEndpoint(Socket socket) => this.socket = socket;

    /// <summary>The address and port it is bound to.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)socket.LocalEndPoint!;

    /// <summary>InterNetwork, or InterNetworkV6.</summary>
    public AddressFamily AddressFamily => socket.AddressFamily;

    /// <summary>The receive buffer that the system granted, in bytes.</summary>
    public int ReceiveBufferBytes => socket.ReceiveBufferSize;

    /// <summary>How many bytes wait to be received: 0 where none or only an empty datagram does.</summary>
    public int Available => socket.Available;

    /// <summary>
    /// Whether it was closed, or is in this moment: a receive that this woke comes back with no bytes from nobody.
    /// </summary>
    internal bool IsClosed => closed;

    /// <summary>The socket as system calls take it.</summary>
    internal SafeSocketHandle Handle => socket.SafeHandle;

    /// <summary>Binds a socket. An IPv6 wildcard takes IPv4 too.</summary>
    /// <exception cref="NetException">The address or the options are not to be had.</exception>
    public static UdpEndpoint Bind(IPEndPoint local, UdpOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(local);
        Socket? socket = null;
        try
        {
            socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            if (local.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = local.Address.Equals(IPAddress.IPv6Any);
            UdpSocketSetup.Apply(socket, options ?? new UdpOptions());
            socket.Bind(local);
            return new UdpEndpoint(socket);
        }
        catch (SocketException error)
        {
            socket?.Dispose();
            throw SocketFailure.From(error.SocketErrorCode, $"Binding UDP {local}", local, error).ToException();
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    /// <summary>Binds a socket from which a peer can be reached.</summary>
    /// <param name="peer">Whom it is to reach.</param>
    /// <param name="localAddress">The address to bind to; null or empty for the system's choice.</param>
    /// <param name="localPort">The port to bind to; 0 for the system's choice.</param>
    /// <param name="options">How to set it up.</param>
    /// <exception cref="NetException">
    /// The address is none (InvalidAddress), of the other family or not to be had, or an option is not.
    /// </exception>
    public static UdpEndpoint BindToReach(
        IPEndPoint peer, string? localAddress, int localPort, UdpOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(peer);
        bool ipv4 = peer.AddressFamily == AddressFamily.InterNetwork;
        IPAddress address = ipv4 ? IPAddress.Any : IPAddress.IPv6Any;
        if (!string.IsNullOrEmpty(localAddress) && !HostResolver.TryParseLiteral(localAddress, out address))
        {
            throw new NetException(
                FailureKind.InvalidAddress,
                $"'{localAddress}' is not an address to send from. Give a literal IPv4 or IPv6 address.",
                localAddress);
        }

        if (address.AddressFamily != peer.AddressFamily)
        {
            throw new NetException(
                FailureKind.AddressNotAvailable,
                $"{peer} cannot be reached from {address}: one is IPv4 and the other IPv6.",
                localAddress);
        }

        return Bind(new IPEndPoint(address, localPort), options);
    }

    /// <summary>An address for this socket's receives to write the sender to.</summary>
    public SocketAddress NewAddress() => new(socket.AddressFamily);

    /// <summary>
    /// Connects: only the peer's datagrams are received from now on, and an ICMP port unreachable (RFC 792) becomes
    /// ConnectionRefused at the next call. Nothing is sent.
    /// </summary>
    public void Connect(IPEndPoint peer) => socket.Connect(peer);

    /// <summary>
    /// Joins a multicast group; may be called for several, and for one on several interfaces or of several sources.
    /// </summary>
    /// <param name="group">The group, of IPv4 or IPv6.</param>
    /// <param name="by">The interface; null for the one that the system's routes choose.</param>
    /// <param name="source">The one sender to hear; null for all.</param>
    /// <exception cref="NetException">The system refused.</exception>
    public void Join(IPAddress group, InterfaceChoice? by = null, IPAddress? source = null)
        => MulticastGroups.Join(socket, group, by, source);

    /// <summary>Receives one datagram, blocking the thread; ended by <see cref="Dispose"/>.</summary>
    /// <param name="buffer">Of <see cref="BufferBytes"/>, so that the datagram is whole.</param>
    /// <param name="sender">From <see cref="NewAddress"/>; who sent it.</param>
    public int Receive(Span<byte> buffer, SocketAddress sender)
    {
        ArgumentNullException.ThrowIfNull(sender);
        sender.Size = SocketAddress.GetMaximumAddressSize(socket.AddressFamily);
        int bytes = socket.ReceiveFrom(buffer, SocketFlags.None, sender);
        ObjectDisposedException.ThrowIf(closed, this);
        return bytes;
    }

    /// <summary>Receives one datagram.</summary>
    /// <param name="buffer">Of <see cref="BufferBytes"/>, so that the datagram is whole.</param>
    /// <param name="sender">From <see cref="NewAddress"/>; who sent it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, SocketAddress sender, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sender);
        sender.Size = SocketAddress.GetMaximumAddressSize(socket.AddressFamily);
        return socket.ReceiveFromAsync(buffer, SocketFlags.None, sender, cancellationToken);
    }

    /// <summary>
    /// Receives one datagram and tells the address it was sent to (a group, a broadcast) and the interface it came by
    /// (RFC 3542, section 6). This allocates; <see cref="ReceiveAsync"/> does not.
    /// </summary>
    public ValueTask<SocketReceiveMessageFromResult> ReceiveWithInfoAsync(
        Memory<byte> buffer, CancellationToken cancellationToken)
        => socket.ReceiveMessageFromAsync(
            buffer,
            SocketFlags.None,
            new IPEndPoint(AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0),
            cancellationToken);

    /// <summary>Sends one datagram, blocking where the send buffer is full.</summary>
    public int Send(ReadOnlySpan<byte> datagram, SocketAddress destination)
        => socket.SendTo(datagram, SocketFlags.None, destination);

    /// <summary>
    /// Sends one datagram, blocking where the send buffer is full, and tells how that went: OperationAborted where the
    /// socket was closed.
    /// </summary>
    public SocketError TrySend(ReadOnlySpan<byte> datagram, SocketAddress destination)
    {
        try
        {
            Send(datagram, destination);
            return SocketError.Success;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
        catch (ObjectDisposedException)
        {
            return SocketError.OperationAborted;
        }
    }

    /// <summary>Sends one datagram to the connected peer, blocking where the send buffer is full.</summary>
    public int Send(ReadOnlySpan<byte> datagram) => socket.Send(datagram, SocketFlags.None);

    /// <summary>Sends one datagram.</summary>
    public ValueTask<int> SendAsync(
        ReadOnlyMemory<byte> datagram, SocketAddress destination, CancellationToken cancellationToken)
        => socket.SendToAsync(datagram, SocketFlags.None, destination, cancellationToken);

    /// <summary>Sends one datagram to the connected peer.</summary>
    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken)
        => socket.SendAsync(datagram, SocketFlags.None, cancellationToken);

    /// <summary>Takes the error that waits on the socket, if one does: an ICMP answer to an earlier send.</summary>
    public SocketError TakeError()
        => (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;

    /// <summary>Closes the socket; a receive that blocks ends with an error.</summary>
    public void Dispose()
    {
        closed = true;
        socket.Dispose();
    }
}
