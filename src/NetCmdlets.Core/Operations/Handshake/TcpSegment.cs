using System.Buffers.Binary;
using System.Net;

namespace NetCmdlets.Operations.Handshake;

/// <summary>The header of a TCP segment in an IP packet, as far as a handshake needs it.</summary>
/// <param name="Source">Who sent it.</param>
/// <param name="Destination">To whom.</param>
/// <param name="Sequence">The sequence number.</param>
/// <param name="Acknowledgment">The acknowledgment number; it counts where ACK is set.</param>
/// <param name="Flags">The flags by name, most telling first: 'SYN,ACK'.</param>
/// <param name="Window">The window as it is in the header, not scaled.</param>
/// <param name="Options">The options.</param>
/// <param name="PayloadBytes">How many bytes of data it carries.</param>
internal readonly record struct TcpSegment(
    IPEndPoint Source,
    IPEndPoint Destination,
    uint Sequence,
    uint Acknowledgment,
    string Flags,
    int Window,
    TcpOptions Options,
    int PayloadBytes)
{
    private const int MinimumHeader = 20;
    private const int AckBit = 0x10;

    private static readonly (int Bit, string Name)[] FlagNames =
    [
        (0x02, "SYN"), (0x01, "FIN"), (0x04, "RST"), (AckBit, "ACK"), (0x08, "PSH"), (0x20, "URG"), (0x40, "ECE"),
        (0x80, "CWR"),
    ];

    /// <summary>Whether the acknowledgment number counts.</summary>
    public bool IsAcknowledging => Flags.Contains("ACK", StringComparison.Ordinal);

    /// <summary>Reads a packet that begins with its IP header; false where it is no whole TCP header.</summary>
    /// <remarks>
    /// TCP's header, RFC 9293, section 3.1:
    /// <code>
    ///  0                   1                   2                   3
    ///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    /// |          Source Port          |       Destination Port        |
    /// |                        Sequence Number                        |
    /// |                    Acknowledgment Number                      |
    /// | Offset| Rsrvd |C|E|U|A|P|R|S|F|            Window             |
    /// |           Checksum            |         Urgent Pointer        |
    /// |                           [Options]                           |
    /// </code>
    /// </remarks>
    public static bool TryParse(ReadOnlySpan<byte> packet, out TcpSegment segment)
    {
        segment = default;
        if (!IpPacket.TryParse(packet, out IpPacket ip) || ip.Protocol != IpPacket.Tcp)
            return false;
        ReadOnlySpan<byte> tcp = packet[ip.Start..Math.Min(ip.End, packet.Length)];
        if (tcp.Length < MinimumHeader)
            return false;
        int header = (tcp[12] >> 4) * 4;
        if (header < MinimumHeader || header > tcp.Length)
            return false;
        int bits = tcp[13];
        segment = new TcpSegment(
            new IPEndPoint(ip.Source, BinaryPrimitives.ReadUInt16BigEndian(tcp)),
            new IPEndPoint(ip.Destination, BinaryPrimitives.ReadUInt16BigEndian(tcp[2..])),
            BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(tcp[8..]),
            string.Join(',', FlagNames.Where(flag => (bits & flag.Bit) != 0).Select(flag => flag.Name)),
            BinaryPrimitives.ReadUInt16BigEndian(tcp[14..]),
            TcpOptions.Parse(tcp[MinimumHeader..header]),
            ip.End - ip.Start - header);
        return true;
    }
}
