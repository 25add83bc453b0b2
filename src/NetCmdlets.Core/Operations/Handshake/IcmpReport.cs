using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace NetCmdlets.Operations.Handshake;

/// <summary>What a router, a firewall or the host says by ICMP of a TCP segment that it did not deliver.</summary>
/// <param name="Reporter">Who says it.</param>
/// <param name="Source">Who had sent the segment.</param>
/// <param name="Destination">To whom.</param>
/// <param name="Text">What it says: 'ICMP host unreachable (3/1)'.</param>
internal readonly record struct IcmpReport(IPAddress Reporter, IPEndPoint Source, IPEndPoint Destination, string Text)
{
    private const int Icmp = 1;
    private const int IcmpV6 = 58;
    private const int HeaderBytes = 8;

    /// <summary>Reads a packet that begins with its IP header; false where it is no report about a segment.</summary>
    /// <remarks>
    /// RFC 792 and RFC 4443, section 3: what the report is about follows the header, as far as there is room.
    /// <code>
    ///  0                   1                   2                   3
    ///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    /// |     Type      |     Code      |           Checksum            |
    /// |                            varies                             |
    /// |           The packet's IP header and what follows it          |
    /// </code>
    /// </remarks>
    public static bool TryParse(ReadOnlySpan<byte> packet, out IcmpReport report)
    {
        report = default;
        if (!IpPacket.TryParse(packet, out IpPacket ip) || ip.Protocol is not (Icmp or IcmpV6))
            return false;
        ReadOnlySpan<byte> icmp = packet[ip.Start..Math.Min(ip.End, packet.Length)];
        if (icmp.Length < HeaderBytes || NameOf(ip.Protocol == IcmpV6, icmp[0], icmp[1]) is not { } name)
            return false;
        ReadOnlySpan<byte> about = icmp[HeaderBytes..];
        // Of what is above IP no more than the ports is needed, nor need there be more.
        if (!IpPacket.TryParse(about, out IpPacket lost) || lost.Protocol != IpPacket.Tcp
            || about.Length < lost.Start + 4)
        {
            return false;
        }

        report = new IcmpReport(
            ip.Source,
            new IPEndPoint(lost.Source, BinaryPrimitives.ReadUInt16BigEndian(about[lost.Start..])),
            new IPEndPoint(lost.Destination, BinaryPrimitives.ReadUInt16BigEndian(about[(lost.Start + 2)..])),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(ip.Protocol == Icmp ? "ICMP" : "ICMPv6")} {name} ({icmp[0]}/{icmp[1]})"));
        return true;
    }

    // The registries 'ICMP Type Numbers' and 'ICMPv6 Parameters', as far as they tell of packets that went nowhere.
    private static string? NameOf(bool isV6, int type, int code) => (isV6, type, code) switch
    {
        (false, 3, 0) => "network unreachable",
        (false, 3, 1) => "host unreachable",
        (false, 3, 2) => "protocol unreachable",
        (false, 3, 3) => "port unreachable",
        (false, 3, 4) => "fragmentation needed",
        (false, 3, 5) => "source route failed",
        (false, 3, 6) => "network unknown",
        (false, 3, 7) => "host unknown",
        (false, 3, 8) => "source host isolated",
        (false, 3, 9) => "network administratively prohibited",
        (false, 3, 10) => "host administratively prohibited",
        (false, 3, 11) => "network unreachable for this type of service",
        (false, 3, 12) => "host unreachable for this type of service",
        (false, 3, 13) => "administratively prohibited",
        (false, 3, 14) => "host precedence violation",
        (false, 3, 15) => "precedence cutoff",
        (false, 3, _) => "destination unreachable",
        (false, 11, _) => "time exceeded",
        (false, 12, _) => "parameter problem",
        (true, 1, 0) => "no route",
        (true, 1, 1) => "administratively prohibited",
        (true, 1, 2) => "beyond scope of source address",
        (true, 1, 3) => "address unreachable",
        (true, 1, 4) => "port unreachable",
        (true, 1, 5) => "source address failed policy",
        (true, 1, 6) => "route rejected",
        (true, 1, _) => "destination unreachable",
        (true, 2, _) => "packet too big",
        (true, 3, _) => "time exceeded",
        (true, 4, _) => "parameter problem",
        _ => null,
    };
}
