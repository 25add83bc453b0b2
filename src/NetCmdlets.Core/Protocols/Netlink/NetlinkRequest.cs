using System.Runtime.InteropServices;
using NetCmdlets.Addressing;

namespace NetCmdlets.Protocols.Netlink;

/// <summary>The requests that are asked here, as octets.</summary>
internal static class NetlinkRequest
{
    // A route message with three attributes of 16 octets is the longest.
    private const int LongestRequest = 128;

    /// <summary>Asks for all interfaces.</summary>
    public static byte[] Links(uint sequence)
        => new Writer(NetlinkType.GetLink, NetlinkFlags.Dump, sequence).Skip(LinkRecord.HeaderSize).ToArray();

    /// <summary>Asks for all addresses of all interfaces.</summary>
    public static byte[] Addresses(uint sequence)
        => new Writer(NetlinkType.GetAddress, NetlinkFlags.Dump, sequence)
            .Skip(LinkAddressRecord.HeaderSize).ToArray();

    /// <summary>Asks for all routes of a family, or for those of one type or table.</summary>
    /// <param name="sequence">The request's number.</param>
    /// <param name="isIPv6">The family.</param>
    /// <param name="type">The type; null for all. An old kernel does not heed it.</param>
    /// <param name="table">The table; 0 for all. An old kernel does not heed it, either.</param>
    public static byte[] Routes(uint sequence, bool isIPv6, RouteType? type = null, byte table = 0)
    {
        Writer writer = new Writer(NetlinkType.GetRoute, NetlinkFlags.Dump, sequence).Skip(RouteRecord.HeaderSize);
        writer[0] = RouteRecord.FamilyOf(isIPv6);
        writer[4] = table;
        writer[7] = (byte)(type ?? 0);
        return writer.ToArray();
    }

    /// <summary>Asks for all rules of a family.</summary>
    public static byte[] Rules(uint sequence, bool isIPv6)
    {
        Writer writer = new Writer(NetlinkType.GetRule, NetlinkFlags.Dump, sequence).Skip(RuleRecord.HeaderSize);
        writer[0] = RouteRecord.FamilyOf(isIPv6);
        return writer.ToArray();
    }

    /// <summary>Asks which route a destination takes.</summary>
    /// <param name="sequence">The request's number.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="source">From which address; null for no matter.</param>
    /// <param name="interfaceIndex">By which interface; 0 for any.</param>
    /// <param name="match">Whether to tell the route as it is in the table, not what comes of it.</param>
    public static byte[] Route(
        uint sequence, AddressValue destination, AddressValue? source, int interfaceIndex, bool match)
    {
        Writer writer = new Writer(NetlinkType.GetRoute, NetlinkFlags.None, sequence).Skip(RouteRecord.HeaderSize);
        writer[0] = RouteRecord.FamilyOf(destination.IsIPv6);
        writer[1] = (byte)destination.Width;
        writer[2] = (byte)(source?.Width ?? 0);
        // IPv6 tells the table unasked, and a kernel that checks requests strictly refuses the flag there.
        uint flags = (destination.IsIPv6 ? 0 : RouteRecord.LookUpTable) | (match ? RouteRecord.Match : 0);
        MemoryMarshal.Write(writer.Octets(8, sizeof(uint)), in flags);
        writer.Attribute(RouteRecord.DestinationAttribute, destination);
        if (source is AddressValue from)
            writer.Attribute(RouteRecord.SourceAttribute, from);
        if (interfaceIndex != 0)
            writer.Attribute(RouteRecord.InterfaceAttribute, interfaceIndex);
        return writer.ToArray();
    }

    private sealed class Writer
    {
        private readonly byte[] data = new byte[LongestRequest];
        private int length = NetlinkHeader.Size;

        public Writer(NetlinkType type, NetlinkFlags flags, uint sequence)
        {
            ushort number = (ushort)type;
            ushort how = (ushort)(flags | NetlinkFlags.Request);
            MemoryMarshal.Write(data.AsSpan(4), in number);
            MemoryMarshal.Write(data.AsSpan(6), in how);
            MemoryMarshal.Write(data.AsSpan(8), in sequence);
        }

        /// <summary>An octet after the netlink header.</summary>
        public byte this[int offset]
        {
            set => data[NetlinkHeader.Size + offset] = value;
        }

        public Span<byte> Octets(int offset, int count) => data.AsSpan(NetlinkHeader.Size + offset, count);

        public Writer Skip(int octets)
        {
            length += octets;
            return this;
        }

        public void Attribute(int type, AddressValue address) => address.WriteBytes(Begin(type, address.Width / 8));

        public void Attribute(int type, int number) => MemoryMarshal.Write(Begin(type, sizeof(int)), in number);

        public byte[] ToArray()
        {
            MemoryMarshal.Write(data, in length);
            return data[..length];
        }

        private Span<byte> Begin(int type, int octets)
        {
            ushort size = (ushort)(NetlinkAttributes.HeaderSize + octets);
            ushort number = (ushort)type;
            MemoryMarshal.Write(data.AsSpan(length), in size);
            MemoryMarshal.Write(data.AsSpan(length + 2), in number);
            Span<byte> value = data.AsSpan(length + NetlinkAttributes.HeaderSize, octets);
            length += NetlinkAttributes.Align(size);
            return value;
        }
    }
}
