using System.Globalization;
using System.Net;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Handshake;

/// <summary>Draws the segments of one handshake, as they were seen on the wire, as a ladder.</summary>
internal sealed class HandshakeTrace
{
    // The kernel wakes who connects before it sends the handshake's last segment.
    private const int MostPauses = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly PacketCapture capture;
    private readonly IPEndPoint remote;
    private readonly List<string> lines = [];
    private IPEndPoint? ours;
    private long first;
    private bool acknowledged;

    private HandshakeTrace(PacketCapture capture, IPEndPoint remote, IPEndPoint? local)
    {
        this.capture = capture;
        this.remote = remote;
        ours = local;
    }

    /// <summary>
    /// The ladder's lines: the end points, then a line for each segment with the time since the first.
    /// </summary>
    /// <param name="capture">What was seen since before the connect.</param>
    /// <param name="remote">The end point tried.</param>
    /// <param name="local">This side's; null where no connection stood, and the first segment tells it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async ValueTask<IReadOnlyList<string>> DrawAsync(
        PacketCapture capture, IPEndPoint remote, IPEndPoint? local, CancellationToken cancellationToken)
    {
        var trace = new HandshakeTrace(capture, remote, local);
        trace.ReadAll();
        for (int pause = 0; pause < MostPauses && local is not null && !trace.acknowledged; pause++)
        {
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            trace.ReadAll();
        }

        return trace.lines;
    }

    private void ReadAll()
    {
        while (capture.TryRead(out ReadOnlySpan<byte> packet, out bool isOutgoing, out long nanoseconds))
        {
            if (!TcpSegment.TryParse(packet, out TcpSegment segment))
                continue;
            // Loopback shows every segment on its way out and in again: ours count out, the peer's count in.
            bool sent = isOutgoing && segment.Destination.Equals(remote) && (ours is null || segment.Source.Equals(ours));
            bool received = !isOutgoing && segment.Source.Equals(remote) && segment.Destination.Equals(ours);
            if (!sent && !received)
                continue;
            ours ??= segment.Source;
            acknowledged |= sent && segment.Flags == "ACK";
            if (lines.Count == 0)
            {
                first = nanoseconds;
                lines.Add($"{"",12}  {ours} <-> {remote}");
            }

            lines.Add(Describe(segment, sent, nanoseconds - first));
        }
    }

    private static string Describe(TcpSegment segment, bool sent, long nanoseconds)
    {
        string acknowledged = segment.Flags.Contains("ACK", StringComparison.Ordinal) ? $" ack={segment.Acknowledgment}" : "";
        string options = segment.Options.Length > 0 ? $" <{segment.Options}>" : "";
        string data = segment.PayloadBytes > 0 ? $" {segment.PayloadBytes} bytes" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{nanoseconds / 1000.0,9:0.0} us  {(sent ? "---->" : "<----")}  {segment.Flags,-7} seq={segment.Sequence}"
                + $"{acknowledged} win={segment.Window}{options}{data}");
    }
}
