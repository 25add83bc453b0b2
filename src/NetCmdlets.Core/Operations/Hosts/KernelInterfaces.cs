using System.Globalization;
using System.Net.NetworkInformation;
using NetCmdlets.Diagnostics;
using NetCmdlets.Protocols.Netlink;
using NetCmdlets.Sockets.Netlink;

namespace NetCmdlets.Operations.Hosts;

/// <summary>
/// The interfaces as Linux's kernel tells them, by rtnetlink: the links, their addresses, the default routes.
/// </summary>
internal static class KernelInterfaces
{
    private const uint MainTable = 254;

    /// <summary>All interfaces, by their numbers.</summary>
    /// <exception cref="NetException">The kernel could not be asked.</exception>
    public static IReadOnlyList<HostInterface> Read()
    {
        using var socket = new NetlinkSocket();
        List<LinkRecord> links = socket.List(NetlinkRequest.Links, NetlinkType.NewLink, LinkRecord.Read);
        ILookup<int, LinkAddressRecord> addresses = socket
            .List(NetlinkRequest.Addresses, NetlinkType.NewAddress, LinkAddressRecord.Read)
            .ToLookup(address => address.InterfaceIndex);
        List<RouteRecord> defaults = [.. Defaults(socket, isIPv6: false), .. Defaults(socket, isIPv6: true)];
        IReadOnlyList<string> servers = ResolverFile.Read(ResolverFile.Path);
        return
        [
            .. links.OrderBy(link => link.Index)
                .Select(link => Describe(link, addresses[link.Index], defaults) with { DnsServer = servers }),
        ];
    }

    /// <summary>One interface.</summary>
    internal static HostInterface Describe(
        LinkRecord link, IEnumerable<LinkAddressRecord> addresses, IEnumerable<RouteRecord> defaults)
    {
        ILookup<bool, string> texts = addresses.ToLookup(
            one => one.Address.Address.IsIPv6, one => ScopedAddress.Text(one.Address, link.Name));
        bool isUp = link.Flags.HasFlag(LinkFlags.Up);
        bool hasLink = (link.Flags & (LinkFlags.LowerUp | LinkFlags.Dormant)) == LinkFlags.LowerUp;
        return new HostInterface
        {
            Name = link.Name,
            Index = link.Index,
            Description = link.Alias ?? link.Kind,
            Type = TypeOf(link.HardwareType),
            Status = isUp && hasLink ? InterfaceStatus.Up : InterfaceStatus.Down,
            IsEnabled = isUp,
            PhysicalAddress = HardwareText(link.HardwareAddress),
            Mtu = link.Mtu,
            Speed = SpeedOf(link.Name),
            IPv4Address = [.. texts[false]],
            IPv6Address = [.. texts[true]],
            Gateway = GatewaysOf(link, defaults),
            IsLoopback = link.Flags.HasFlag(LinkFlags.Loopback),
            IsPointToPoint = link.Flags.HasFlag(LinkFlags.PointToPoint),
            SupportsMulticast = link.Flags.HasFlag(LinkFlags.Multicast),
        };
    }

    /// <summary>The text of a hardware address; null for none, or for nothing but zeros.</summary>
    internal static string? HardwareText(IReadOnlyList<byte> octets)
        => octets.Any(octet => octet != 0)
            ? string.Join(':', octets.Select(octet => octet.ToString("x2", CultureInfo.InvariantCulture)))
            : null;

    private static IEnumerable<RouteRecord> Defaults(NetlinkSocket socket, bool isIPv6) => socket
        .List(
            number => NetlinkRequest.Routes(number, isIPv6, RouteType.Unicast),
            NetlinkType.NewRoute,
            RouteRecord.Read)
        .Where(route => route.Prefix.PrefixLength == 0 && route.Table == MainTable && route.Type == RouteType.Unicast);

    private static List<string> GatewaysOf(LinkRecord link, IEnumerable<RouteRecord> defaults) =>
    [
        .. defaults.OrderBy(route => route.Prefix.IsIPv6).ThenBy(route => route.Metric)
            .SelectMany(route => route.NextHops.Append((route.InterfaceIndex ?? 0, route.Gateway)))
            .Where(hop => hop.Item1 == link.Index && hop.Item2 is not null)
            .Select(hop => ScopedAddress.Text(hop.Item2!.Value, link.Name))
            .Distinct(),
    ];

    // if_arp.h, as .NET names the types elsewhere.
    private static NetworkInterfaceType TypeOf(int hardware) => hardware switch
    {
        1 or 2 => NetworkInterfaceType.Ethernet,
        512 => NetworkInterfaceType.Ppp,
        768 or 769 or 776 or 778 or 65534 => NetworkInterfaceType.Tunnel,
        772 => NetworkInterfaceType.Loopback,
        801 or 802 or 803 => NetworkInterfaceType.Wireless80211,
        _ => NetworkInterfaceType.Unknown,
    };

    // Megabits a second; -1, or an error, where the driver does not know.
    private static long? SpeedOf(string name)
    {
        try
        {
            string text = File.ReadAllText($"/sys/class/net/{name}/speed");
            return long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture, out long megabits) && megabits > 0
                ? megabits * 1_000_000
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
