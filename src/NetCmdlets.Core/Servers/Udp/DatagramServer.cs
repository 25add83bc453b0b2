using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Udp;

/// <summary>
/// The base of UDP servers: one thread of its own that receives datagrams, judges their senders, and hands them on. The
/// thread blocks in the system's own call: a wait through the pool would cost two thread switches for each datagram.
/// It is a background thread and ends when the socket is closed.
/// </summary>
public abstract class DatagramServer : NetServer, IReplyObserver
{
    /// <summary>The receive buffer asked for: a burst that comes while the thread is busy waits here.</summary>
    public const int ReceiveBufferBytes = 8 * 1024 * 1024;

    // A socket that only ever fails is broken; one that fails now and then has been told of an ICMP error.
    private const int MaximumErrorsInARow = 1000;

    private readonly UdpEndpoint endpoint;
    private readonly AddressFilter filter;
    private readonly TimeSpan lifetime;
    private readonly string? logPath;
    private readonly AddressRateLimit? limit;
    private readonly string overLimit = "";
    private readonly DatagramPeerCache peers = new();
    private Task loop = Task.CompletedTask;
    private DatagramExchange? receiving;
    private int receiver;

    /// <summary>Binds the socket; nothing is received before <see cref="Begin"/>.</summary>
    /// <param name="kind">What kind of server ('UdpEcho').</param>
    /// <param name="request">Where it listens and who may use it.</param>
    /// <param name="rateLimit">The limit where the request names none; 0 for none.</param>
    /// <param name="time">The clock; null is the system's.</param>
    /// <exception cref="NetException">The address is not to be had, or a list is not one of prefixes.</exception>
    protected DatagramServer(string kind, DatagramServerRequest request, int rateLimit, TimeProvider? time)
        : base(kind, "Udp", request?.Name, time)
    {
        ArgumentNullException.ThrowIfNull(request);
        filter = new AddressFilter(request.AllowAddress, request.DenyAddress);
        lifetime = request.Lifetime;
        logPath = request.LogPath;
        if ((request.RateLimit ?? rateLimit) is int perSecond and > 0)
        {
            limit = new AddressRateLimit(perSecond, time);
            overLimit = $"The address is over its rate limit of {perSecond} datagrams a second.";
        }

        endpoint = UdpEndpoint.Bind(
            new IPEndPoint(ListenAddress.Parse(request.Address), request.Port),
            new UdpOptions { ReceiveBufferBytes = ReceiveBufferBytes });
        LocalEndPoint = endpoint.LocalEndPoint;
    }

    /// <inheritdoc/>
    public sealed override EndPoint LocalEndPoint { get; }

    /// <summary>Lists the server and starts to receive.</summary>
    protected void Begin()
    {
        MarkStarted(lifetime, logPath);
        loop = Task.Factory.StartNew(
            Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>
    /// Takes one datagram of an allowed sender, on the receiving thread: what it does not finish at once keeps the
    /// next datagram waiting. The span is valid only during the call.
    /// </summary>
    protected abstract void Handle(ReadOnlySpan<byte> datagram, DatagramPeer peer);

    /// <summary>
    /// Sends a reply; a reply that the system refuses is recorded and the server goes on. On the receiving thread it
    /// goes with the others of this moment.
    /// </summary>
    protected void Reply(ReadOnlySpan<byte> datagram, DatagramPeer peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        // Counted first, so that who has the reply finds it in the counters.
        Counters.Sent(datagram.Length);
        if (receiving is { } exchange && Environment.CurrentManagedThreadId == receiver)
        {
            exchange.Send(datagram, peer);
            return;
        }

        SocketError error = endpoint.TrySend(datagram, peer.Address);
        if (error == SocketError.Success)
            ((IReplyObserver)this).Sent(peer, datagram.Length);
        else
            ((IReplyObserver)this).NotSent(peer, datagram.Length, error);
    }

    /// <summary>
    /// Counts a datagram as dropped. It is recorded at most once a second for each sender: a flood that is turned away
    /// must not become a flood of events and log lines.
    /// </summary>
    protected void Reject(DatagramPeer peer, int bytes, string reason)
    {
        ArgumentNullException.ThrowIfNull(peer);
        Counters.PeerRejected();
        long now = Time.GetTimestamp();
        if (peer.RejectionRecordedAt != 0
            && Time.GetElapsedTime(peer.RejectionRecordedAt, now) < TimeSpan.FromSeconds(1))
        {
            return;
        }

        peer.RejectionRecordedAt = now;
        Record(NetServerEventKind.Rejected, remote: peer.EndPoint, bytes: bytes, reason: reason);
    }

    /// <inheritdoc/>
    protected override async Task StopCoreAsync(TimeSpan drain)
    {
        endpoint.Dispose();
        await loop.ConfigureAwait(false);
    }

    void IReplyObserver.Sent(DatagramPeer peer, int bytes)
        => Record(NetServerEventKind.Sent, remote: peer.EndPoint, bytes: bytes);

    void IReplyObserver.NotSent(DatagramPeer peer, int bytes, SocketError error)
    {
        Counters.Sent(-bytes);
        if (State == ServerState.Running)
            RecordError($"Sending {bytes} bytes to {peer.EndPoint} failed: {error}.", new SocketException((int)error));
    }

    private void Loop()
    {
        using var exchange = DatagramExchange.Over(endpoint, this);
        receiver = Environment.CurrentManagedThreadId;
        receiving = exchange;
        try
        {
            Serve(exchange);
        }
        finally
        {
            receiving = null;
        }
    }

    private void Serve(DatagramExchange exchange)
    {
        int errors = 0;
        while (State == ServerState.Running)
        {
            int count;
            try
            {
                count = exchange.Receive();
                errors = 0;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException error)
            {
                // Mostly an ICMP answer to an earlier reply: that client is gone, the others are not.
                if (State != ServerState.Running)
                    return;
                if (++errors > MaximumErrorsInARow)
                {
                    Fault($"Receiving on UDP {LocalEndPoint} failed: {error.SocketErrorCode}.", error);
                    return;
                }

                continue;
            }

            for (int i = 0; i < count; i++)
                Take(exchange.Datagram(i), exchange.Sender(i));
            exchange.Flush();
        }
    }

    private bool Allows(IPEndPoint source) => filter.Allows(source.Address) && !IsOwn(source);

    // A datagram forged to come from the server itself would be answered to itself for ever. A server on a wildcard has
    // every address of the machine.
    private bool IsOwn(IPEndPoint source)
    {
        var own = (IPEndPoint)LocalEndPoint;
        if (source.Port != own.Port)
            return false;
        bool wildcard = own.Address.Equals(IPAddress.Any) || own.Address.Equals(IPAddress.IPv6Any);
        return wildcard ? IsOfThisMachine(source.Address) : source.Address.Equals(own.Address);
    }

    private static bool IsOfThisMachine(IPAddress address)
    {
        try
        {
            using var trial = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            trial.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Take(ReadOnlySpan<byte> datagram, SocketAddress sender)
    {
        DatagramPeer peer = peers.Get(sender, Allows);
        if (!peer.Allowed)
        {
            Reject(peer, datagram.Length, "The address is not allowed.");
            return;
        }

        if (limit is not null && !limit.Allows(peer.EndPoint.Address))
        {
            Reject(peer, datagram.Length, overLimit);
            return;
        }

        Counters.Received(datagram.Length);
        Record(NetServerEventKind.Received, remote: peer.EndPoint, bytes: datagram.Length);
        try
        {
            Handle(datagram, peer);
        }
        catch (Exception error)
        {
            // One datagram must not end the server.
            RecordError($"A datagram from {peer.EndPoint} was not handled: {error.Message}", error);
        }
    }
}
