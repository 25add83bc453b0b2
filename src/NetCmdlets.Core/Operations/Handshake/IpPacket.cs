using System.Buffers.Binary;
using System.Net;

namespace NetCmdlets.Operations.Handshake;

/// <summary>The header of an IP packet, as far as what is above it needs it.</summary>
/// <param name="Protocol">What is above: 6 for TCP, 1 and 58 for ICMP.</param>
/// <param name="Source">Who sent it.</param>
/// <param name="Destination">To whom.</param>
/// <param name="Start">Where what is above begins.</param>
/// <param name="End">Where it ends by the header; a capture may have cut it before.</param>
internal readonly record struct IpPacket(int Protocol, IPAddress Source, IPAddress Destination, int Start, int End)
{
    /// <summary>TCP's number (RFC 9293, section 2).</summary>
    public const int Tcp = 6;

    private const int HeaderIPv4 = 20;
    private const int HeaderIPv6 = 40;

    /// <summary>Reads a packet that begins with its IP header; false where it is none, or a later fragment.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out IpPacket header)
    {
        header = default;
        if (packet.Length < HeaderIPv4)
            return false;
        if (packet[0] >> 4 == 4)
        {
            // RFC 791, section 3.1; only the first fragment has the header of what is above.
            int start = (packet[0] & 15) * 4;
            int end = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
            bool laterFragment = (BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x1FFF) != 0;
            if (start < HeaderIPv4 || end < start || start > packet.Length || laterFragment)
                return false;
            header = new IpPacket(
                packet[9], new IPAddress(packet.Slice(12, 4)), new IPAddress(packet.Slice(16, 4)), start, end);
            return true;
        }

        // RFC 8200, section 3. Extension headers before a handshake's TCP header are not looked through.
        if (packet[0] >> 4 != 6 || packet.Length < HeaderIPv6)
            return false;
        header = new IpPacket(
            packet[6],
            new IPAddress(packet.Slice(8, 16)),
            new IPAddress(packet.Slice(24, 16)),
            HeaderIPv6,
            HeaderIPv6 + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]));
        return true;
    }
}
