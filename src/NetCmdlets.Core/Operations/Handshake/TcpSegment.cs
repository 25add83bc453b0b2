using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace NetCmdlets.Operations.Handshake;

/// <summary>The header of a TCP segment in an IP packet, as far as a handshake needs it.</summary>
/// <param name="Source">Who sent it.</param>
/// <param name="Destination">To whom.</param>
/// <param name="Sequence">The sequence number.</param>
/// <param name="Acknowledgment">The acknowledgment number; it counts where ACK is set.</param>
/// <param name="Flags">The flags by name, most telling first: 'SYN,ACK'.</param>
/// <param name="Window">The window as it is in the header, not scaled.</param>
/// <param name="Options">The options as tcpdump names them: 'mss 1460, sackOK, wscale 7'.</param>
/// <param name="PayloadBytes">How many bytes of data it carries.</param>
internal readonly record struct TcpSegment(
    IPEndPoint Source,
    IPEndPoint Destination,
    uint Sequence,
    uint Acknowledgment,
    string Flags,
    int Window,
    string Options,
    int PayloadBytes)
{
    private const int Tcp = 6;
    private const int MinimumHeader = 20;

    private static readonly (int Bit, string Name)[] FlagNames =
    [
        (0x02, "SYN"), (0x01, "FIN"), (0x04, "RST"), (0x10, "ACK"), (0x08, "PSH"), (0x20, "URG"), (0x40, "ECE"),
        (0x80, "CWR"),
    ];

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
        if (!TryReadAddresses(packet, out IPAddress? source, out IPAddress? destination, out int start, out int end))
            return false;
        ReadOnlySpan<byte> tcp = packet[start..Math.Min(end, packet.Length)];
        if (tcp.Length < MinimumHeader)
            return false;
        int header = (tcp[12] >> 4) * 4;
        if (header < MinimumHeader || header > tcp.Length)
            return false;
        int bits = tcp[13];
        segment = new TcpSegment(
            new IPEndPoint(source!, BinaryPrimitives.ReadUInt16BigEndian(tcp)),
            new IPEndPoint(destination!, BinaryPrimitives.ReadUInt16BigEndian(tcp[2..])),
            BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(tcp[8..]),
            string.Join(',', FlagNames.Where(flag => (bits & flag.Bit) != 0).Select(flag => flag.Name)),
            BinaryPrimitives.ReadUInt16BigEndian(tcp[14..]),
            DescribeOptions(tcp[MinimumHeader..header]),
            end - start - header);
        return true;
    }

    private static bool TryReadAddresses(
        ReadOnlySpan<byte> packet, out IPAddress? source, out IPAddress? destination, out int start, out int end)
    {
        (source, destination, start, end) = (null, null, 0, 0);
        if (packet.Length < 20)
            return false;
        if (packet[0] >> 4 == 4)
        {
            // RFC 791, section 3.1; only the first fragment has the TCP header.
            start = (packet[0] & 15) * 4;
            end = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
            bool laterFragment = (BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x1FFF) != 0;
            if (packet[9] != Tcp || start < 20 || end < start || start > packet.Length || laterFragment)
                return false;
            source = new IPAddress(packet.Slice(12, 4));
            destination = new IPAddress(packet.Slice(16, 4));
            return true;
        }

        // RFC 8200, section 3. Extension headers before a handshake's TCP header are not looked through.
        start = 40;
        if (packet[0] >> 4 != 6 || packet.Length < start || packet[6] != Tcp)
            return false;
        end = start + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        source = new IPAddress(packet.Slice(8, 16));
        destination = new IPAddress(packet.Slice(24, 16));
        return true;
    }

    // Kind, length and value one after another (RFC 9293, section 3.1; RFC 7323 and RFC 2018 for the newer kinds).
    private static string DescribeOptions(ReadOnlySpan<byte> options)
    {
        var names = new List<string>();
        while (options.Length > 0 && options[0] != 0)
        {
            if (options[0] == 1)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2 || options[1] < 2 || options[1] > options.Length)
            {
                names.Add("malformed");
                break;
            }

            ReadOnlySpan<byte> value = options[2..options[1]];
            names.Add((options[0], value.Length) switch
            {
                (2, 2) => $"mss {BinaryPrimitives.ReadUInt16BigEndian(value)}",
                (3, 1) => $"wscale {value[0]}",
                (4, 0) => "sackOK",
                (8, 8) => string.Create(
                    CultureInfo.InvariantCulture,
                    $"TS val {BinaryPrimitives.ReadUInt32BigEndian(value)} "
                        + $"ecr {BinaryPrimitives.ReadUInt32BigEndian(value[4..])}"),
                (34, _) => "tfo",
                _ => $"option {options[0]}",
            });
            options = options[options[1]..];
        }

        return string.Join(", ", names);
    }
}
