using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Tcp;

/// <summary>
/// A connection in its server's table: it counts into the server's counters, makes events of what is transferred,
/// and knows since when it is idle.
/// </summary>
/// <remarks>
/// Counters are exact and immediate. Events of a raw stream are summed: the first transfer of each direction is an
/// event at once, later ones are one event a second and direction with the sum of their bytes, and what is left is
/// an event before Closed. So the events' bytes add up to the counters, and an event costs an echo nothing.
/// </remarks>
public sealed class ServedConnection : ITcpConnectionObserver
{
    private readonly NetServer server;
    private readonly bool sumsTraffic;
    private readonly IByteTransport link;
    private Traffic received;
    private Traffic sent;
    private long activitySeen;
    private long throughSeen;
    private long idleSince;

    internal ServedConnection(NetServer server, long id, IByteTransport transport, bool sumsTraffic, TimeProvider time)
    {
        this.server = server;
        link = transport;
        this.sumsTraffic = sumsTraffic;
        Connection = new TcpConnection(id, transport, this, time);
        idleSince = time.GetTimestamp();
    }

    /// <summary>The connection.</summary>
    public TcpConnection Connection { get; }

    /// <summary>Completes when nothing is left of it.</summary>
    internal Task Completion { get; set; } = Task.CompletedTask;

    /// <inheritdoc/>
    public void OnReceived(int bytes)
    {
        if (!sumsTraffic)
        {
            server.Counters.ReceivedBytes(bytes);
            return;
        }

        server.Counters.Received(bytes);
        if (received.Add(bytes))
            Record(NetServerEventKind.Received, received.Take());
    }

    /// <inheritdoc/>
    public void CountSent(int bytes) => server.Counters.Sent(bytes);

    /// <inheritdoc/>
    public void OnSent(int bytes)
    {
        if (sumsTraffic && sent.Add(bytes))
            Record(NetServerEventKind.Sent, sent.Take());
    }

    /// <inheritdoc/>
    public void OnMessageReceived(int bytes, string? text)
    {
        server.Counters.ReceivedMessage();
        Record(NetServerEventKind.Received, bytes, Clip(text));
    }

    /// <inheritdoc/>
    public void OnMessageSent(long bytes, string? text) => Record(NetServerEventKind.Sent, bytes, Clip(text));

    /// <inheritdoc/>
    public void OnHandlerError(string message, Exception? error)
        => Record(NetServerEventKind.HandlerError, reason: message, error: error);

    /// <inheritdoc/>
    public void OnUnauthorized(string why)
    {
        server.Counters.PeerRejected();
        Record(NetServerEventKind.AuthFailed, reason: why);
    }

    /// <inheritdoc/>
    public void OnServerError(string message, Exception? error) => server.RecordError(message, error);

    /// <summary>Records an event of this connection.</summary>
    internal void Record(
        NetServerEventKind kind,
        long? bytes = null,
        string? text = null,
        string? reason = null,
        Exception? error = null,
        bool refuses = false)
        => server.Record(kind, Connection.Id, Connection.RemoteEndPoint, bytes, text, reason, error, refuses);

    /// <summary>Records what was transferred and not told yet.</summary>
    internal void RecordRest()
    {
        if (received.Take() is > 0 and long bytesIn)
            Record(NetServerEventKind.Received, bytesIn);
        if (sent.Take() is > 0 and long bytesOut)
            Record(NetServerEventKind.Sent, bytesOut);
    }

    /// <summary>
    /// How long nothing was transferred, as far as the calls of this method can tell: activity is noticed by the next
    /// call, so that a transfer needs not look at a clock.
    /// </summary>
    internal TimeSpan IdleFor(TimeProvider time)
    {
        long now = time.GetTimestamp();
        long activity = Connection.BytesReceived + Connection.BytesSent;
        // What a call to send still waits with is not counted yet: of a client that reads slowly the kernel knows.
        long through = link.KernelInfo?.BytesThrough ?? 0;
        // A client that waits for the handler is not idle.
        if (activity != activitySeen || through != throughSeen || Connection.IsBusy)
        {
            activitySeen = activity;
            throughSeen = through;
            idleSince = now;
        }

        return time.GetElapsedTime(idleSince, now);
    }

    // Events are kept, so they keep the beginning of a long text only.
    private static string? Clip(string? text)
        => text?.Length > NetServerEvent.MaximumTextLength ? text[..NetServerEvent.MaximumTextLength] : text;

    /// <summary>The sum of one direction; written by one thread at a time.</summary>
    private struct Traffic
    {
        private long pending;
        private long second;

        /// <summary>Adds bytes; whether it is time to tell.</summary>
        public bool Add(int bytes)
        {
            pending += bytes;
            // The coarse clock costs a few nanoseconds; it is not a deadline, only a rate.
            long now = (Environment.TickCount64 / 1000) + 1;
            if (now == second)
                return false;
            second = now;
            return true;
        }

        /// <summary>The sum, which starts anew.</summary>
        public long Take()
        {
            long sum = pending;
            pending = 0;
            return sum;
        }
    }
}
