using System.Runtime.InteropServices;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Protocols.Netlink;

/// <summary>
/// A route as the kernel tells it (rtnetlink(7), struct rtmsg), in a table or as the answer for one destination.
/// <code>
/// +---------------+---------------+---------------+---------------+
/// |    Family     |  Destination  |    Source     |      TOS      |
/// |   2 or 10     | prefix length | prefix length |               |
/// +---------------+---------------+---------------+---------------+
/// |     Table     |   Protocol    |     Scope     |     Type      |
/// +---------------+---------------+---------------+---------------+
/// |                             Flags                             |
/// +---------------------------------------------------------------+
/// </code>
/// </summary>
internal sealed record RouteRecord
{
    /// <summary>The octets before the attributes.</summary>
    public const int HeaderSize = 12;

    /// <summary>RTM_F_LOOKUP_TABLE: tell the table that the route was found in.</summary>
    public const uint LookUpTable = 0x1000;

    /// <summary>RTM_F_FIB_MATCH: tell the route that matched, with its prefix.</summary>
    public const uint Match = 0x2000;

    /// <summary>RTA_DST.</summary>
    public const int DestinationAttribute = 1;

    /// <summary>RTA_SRC.</summary>
    public const int SourceAttribute = 2;

    /// <summary>RTA_OIF.</summary>
    public const int InterfaceAttribute = 4;

    private const int GatewayAttribute = 5;
    private const int PriorityAttribute = 6;
    private const int PreferredSourceAttribute = 7;
    private const int MetricsAttribute = 8;
    private const int MultipathAttribute = 9;
    private const int TableAttribute = 15;
    private const int ViaAttribute = 18;
    private const int MtuMetric = 2;

    /// <summary>The networks that the route is for.</summary>
    public required NetworkPrefix Prefix { get; init; }

    /// <summary>What becomes of a packet.</summary>
    public RouteType Type { get; init; }

    /// <summary>The number of the table: 254 is main, 255 local, 253 default.</summary>
    public uint Table { get; init; }

    /// <summary>The interface's number; null where the route has none, or several.</summary>
    public int? InterfaceIndex { get; init; }

    /// <summary>The next hop; null where there is none, or several.</summary>
    public AddressValue? Gateway { get; init; }

    /// <summary>The source address that the route, or the answer, has.</summary>
    public AddressValue? PreferredSource { get; init; }

    /// <summary>The metric; 0 where the route has none.</summary>
    public uint Metric { get; init; }

    /// <summary>The MTU that the route, or what was learnt of the path, has, in octets; null for the link's.</summary>
    public int? Mtu { get; init; }

    /// <summary>The next hops that share the route; empty where there is one.</summary>
    public IReadOnlyList<(int InterfaceIndex, AddressValue? Gateway)> NextHops { get; init; } = [];

    /// <summary>The number of a family: AF_INET or AF_INET6.</summary>
    public static byte FamilyOf(bool isIPv6) => isIPv6 ? (byte)10 : (byte)2;

    /// <summary>Reads a message of the type NewRoute.</summary>
    /// <returns>The route; null where it is neither IPv4 nor IPv6.</returns>
    /// <exception cref="NetException">The message is malformed (ProtocolError).</exception>
    public static RouteRecord? Read(ReadOnlySpan<byte> body)
    {
        if (body.Length < HeaderSize)
            throw NetlinkReader.Malformed($"a route has at least {HeaderSize} octets, this has {body.Length}");
        bool isIPv6 = body[0] == FamilyOf(isIPv6: true);
        if (!isIPv6 && body[0] != FamilyOf(isIPv6: false))
            return null;
        int length = body[1];
        AddressValue destination = isIPv6 ? AddressValue.FromIPv6(0) : AddressValue.FromIPv4(0);
        if (length > destination.Width)
            throw NetlinkReader.Malformed($"a prefix length of {length}");
        var route = new RouteRecord { Prefix = default, Table = body[4], Type = (RouteType)body[7] };
        var attributes = new NetlinkAttributes(body[HeaderSize..]);
        while (attributes.Next())
        {
            if (attributes.Type == DestinationAttribute)
                destination = attributes.Address();
            route = route.With(attributes);
        }

        return destination.IsIPv6 == isIPv6
            ? route with { Prefix = NetworkPrefix.Containing(destination, length) }
            : throw NetlinkReader.Malformed("a route's destination is of another family");
    }

    private RouteRecord With(NetlinkAttributes attribute) => attribute.Type switch
    {
        InterfaceAttribute => this with { InterfaceIndex = (int)attribute.Number() },
        GatewayAttribute => this with { Gateway = attribute.Address() },
        // A next hop of the other family: its family in 2 octets goes before it (RFC 5549).
        ViaAttribute when attribute.Value.Length > 2 => this with
        {
            Gateway = NetlinkAttributes.Address(attribute.Value[2..]),
        },
        PreferredSourceAttribute => this with { PreferredSource = attribute.Address() },
        PriorityAttribute => this with { Metric = attribute.Number() },
        TableAttribute => this with { Table = attribute.Number() },
        MetricsAttribute => this with { Mtu = MtuOf(attribute.Value) },
        MultipathAttribute => this with { NextHops = NextHopsOf(attribute.Value) },
        _ => this,
    };

    private static int? MtuOf(ReadOnlySpan<byte> metrics)
    {
        int? mtu = null;
        var attributes = new NetlinkAttributes(metrics);
        while (attributes.Next())
            mtu = attributes.Type == MtuMetric ? (int)attributes.Number() : mtu;
        return mtu;
    }

    // struct rtnexthop: length with what follows (2 octets), flags, hops, the interface's number, attributes.
    private static List<(int, AddressValue?)> NextHopsOf(ReadOnlySpan<byte> hops)
    {
        const int HopSize = 8;
        var found = new List<(int, AddressValue?)>();
        while (!hops.IsEmpty)
        {
            int length = hops.Length < HopSize ? 0 : MemoryMarshal.Read<ushort>(hops);
            if (length < HopSize || length > hops.Length)
                throw NetlinkReader.Malformed($"a next hop claims {length} octets of {hops.Length}");
            var hop = new RouteRecord { Prefix = default };
            var attributes = new NetlinkAttributes(hops[HopSize..length]);
            while (attributes.Next())
                hop = hop.With(attributes);
            found.Add((MemoryMarshal.Read<int>(hops[4..]), hop.Gateway));
            hops = hops[Math.Min(NetlinkAttributes.Align(length), hops.Length)..];
        }

        return found;
    }
}
