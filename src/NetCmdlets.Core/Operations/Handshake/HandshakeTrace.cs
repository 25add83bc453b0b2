using System.Net;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Handshake;

/// <summary>Picks the packets of one handshake out of all that go through this machine's interfaces.</summary>
internal sealed class HandshakeTrace
{
    // The kernel wakes who connects before it sends the handshake's last segment.
    private const int MostPauses = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly IPEndPoint remote;
    private readonly List<HandshakeSegment> segments = [];
    private IPEndPoint? ours;
    private long first;
    private bool complete;

    /// <param name="remote">The end point tried.</param>
    /// <param name="local">This side's; null where no connection stood, and the first segment tells it.</param>
    public HandshakeTrace(IPEndPoint remote, IPEndPoint? local)
    {
        // What the packets carry: a scope is this machine's own affair.
        this.remote = WithoutScope(remote);
        ours = local is null ? null : WithoutScope(local);
    }

    /// <summary>The packets from the first SYN to what ended the handshake, in their order.</summary>
    public IReadOnlyList<HandshakeSegment> Segments => segments;

    /// <summary>This side's end point; null where nothing was seen.</summary>
    public IPEndPoint? Local => ours;

    /// <summary>Reads what was captured, to the handshake's end.</summary>
    /// <param name="capture">What was seen since before the connect.</param>
    /// <param name="isConnected">Whether a last acknowledgment is to be waited for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask ReadAsync(PacketCapture capture, bool isConnected, CancellationToken cancellationToken)
    {
        ReadAll(capture);
        for (int pause = 0; pause < MostPauses && isConnected && !complete; pause++)
        {
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            ReadAll(capture);
        }
    }

    /// <summary>Takes a packet, if it is the handshake's.</summary>
    /// <param name="packet">From its IP header on.</param>
    /// <param name="isOutgoing">Whether this machine sent it.</param>
    /// <param name="nanoseconds">When, since 1970.</param>
    public void Take(ReadOnlySpan<byte> packet, bool isOutgoing, long nanoseconds)
    {
        // What follows a connection's third segment is no handshake any more.
        if (complete)
            return;
        if (TcpSegment.TryParse(packet, out TcpSegment segment))
            Take(segment, isOutgoing, nanoseconds);
        else if (!isOutgoing && IcmpReport.TryParse(packet, out IcmpReport report))
            Take(report, nanoseconds);
    }

    private static IPEndPoint WithoutScope(IPEndPoint endPoint)
        => new(new IPAddress(endPoint.Address.GetAddressBytes()), endPoint.Port);

    private void ReadAll(PacketCapture capture)
    {
        while (capture.TryRead(out ReadOnlySpan<byte> packet, out bool isOutgoing, out long nanoseconds))
            Take(packet, isOutgoing, nanoseconds);
    }

    private void Take(TcpSegment segment, bool isOutgoing, long nanoseconds)
    {
        // Loopback shows every segment on its way out and in again: ours count out, the peer's count in.
        bool sent = isOutgoing && segment.Destination.Equals(remote)
            && (ours is null || segment.Source.Equals(ours));
        bool received = !isOutgoing && segment.Source.Equals(remote) && segment.Destination.Equals(ours);
        if (!sent && !received)
            return;
        ours ??= segment.Source;
        complete = sent && segment.Flags == "ACK";
        TcpOptions options = segment.Options;
        segments.Add(New(segment.Source.Address, sent, nanoseconds) with
        {
            Flags = segment.Flags,
            SequenceNumber = segment.Sequence,
            AcknowledgmentNumber = segment.IsAcknowledging ? segment.Acknowledgment : null,
            Window = segment.Window,
            MaximumSegmentSize = options.MaximumSegmentSize,
            WindowScale = options.WindowScale,
            SackPermitted = options.SackPermitted,
            TimestampValue = options.TimestampValue,
            TimestampEcho = options.TimestampEcho,
            Options = options.Text,
            PayloadBytes = segment.PayloadBytes,
        });
    }

    private void Take(IcmpReport report, long nanoseconds)
    {
        if (report.Destination.Equals(remote) && report.Source.Equals(ours))
            segments.Add(New(report.Reporter, sent: false, nanoseconds) with { Icmp = report.Text });
    }

    private HandshakeSegment New(IPAddress source, bool sent, long nanoseconds)
    {
        if (segments.Count == 0)
            first = nanoseconds;
        return new HandshakeSegment
        {
            Time = new TimeSpan((nanoseconds - first) / TimeSpan.NanosecondsPerTick),
            SeenAt = DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick).LocalDateTime,
            Sent = sent,
            Source = source,
        };
    }
}
