using System.Globalization;
using System.Net;

namespace NetCmdlets;

/// <summary>
/// A packet of a handshake as it was seen on the wire: a TCP segment, or an ICMP message that says of one that it went
/// nowhere. What the packet does not have is null.
/// </summary>
public sealed record HandshakeSegment
{
    /// <summary>How long after the first packet it was seen.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>When it was seen, by the kernel's clock, in local time.</summary>
    public required DateTime SeenAt { get; init; }

    /// <summary>Whether this side sent it.</summary>
    public required bool Sent { get; init; }

    /// <summary>Who sent it: the peer, or the router or firewall that speaks by ICMP.</summary>
    public required IPAddress Source { get; init; }

    /// <summary>The flags by name, most telling first: 'SYN,ACK'.</summary>
    public string? Flags { get; init; }

    /// <summary>The sequence number.</summary>
    public uint? SequenceNumber { get; init; }

    /// <summary>The acknowledgment number; null where ACK is not set.</summary>
    public uint? AcknowledgmentNumber { get; init; }

    /// <summary>The window as it is in the header, not scaled.</summary>
    public int? Window { get; init; }

    /// <summary>The largest segment that the sender takes, in bytes.</summary>
    public int? MaximumSegmentSize { get; init; }

    /// <summary>The sender's window scale as a shift (RFC 7323, section 2).</summary>
    public int? WindowScale { get; init; }

    /// <summary>Whether the sender takes selective acknowledgments (RFC 2018).</summary>
    public bool? SackPermitted { get; init; }

    /// <summary>The sender's clock (RFC 7323, section 3).</summary>
    public uint? TimestampValue { get; init; }

    /// <summary>The peer's clock as the sender saw it last.</summary>
    public uint? TimestampEcho { get; init; }

    /// <summary>All options in their order, as tcpdump names them.</summary>
    public string? Options { get; init; }

    /// <summary>How many bytes of data it carries.</summary>
    public int? PayloadBytes { get; init; }

    /// <summary>What ICMP says: 'ICMP host unreachable (3/1)'.</summary>
    public string? Icmp { get; init; }

    /// <summary>What it says in a line, without its options.</summary>
    public override string ToString()
    {
        if (Icmp is not null)
            return $"{Icmp} from {Source}";
        string acknowledged = AcknowledgmentNumber is { } number ? Text($" ack={number}") : "";
        string data = PayloadBytes > 0 ? Text($" {PayloadBytes} bytes") : "";
        return Text($"{Flags} seq={SequenceNumber}{acknowledged} win={Window}{data}");

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
