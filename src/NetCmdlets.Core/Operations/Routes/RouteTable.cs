using System.Net;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Operations.Routes;

/// <summary>
/// Decides by a given table where packets go, as a router does (RFC 1812, section 5.2.4.3): of the routes that match,
/// the one with the longest prefix; of equal prefixes the one with the lowest metric; of equal metrics the first. The
/// host that this runs on has no part in it.
/// </summary>
public sealed class RouteTable
{
    // A next hop without an interface is looked up in turn; a table that goes in circles ends here.
    private const int MaxDepth = 16;

    private readonly PrefixTable<RouteEntry> routes;

    /// <summary>Makes the table.</summary>
    public RouteTable(IEnumerable<RouteEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        routes = new PrefixTable<RouteEntry>(entries
            .OrderBy(entry => entry.Metric)
            .Select(entry => (entry.Prefix, entry)));
    }

    /// <summary>How many routes are in it.</summary>
    public int Count => routes.Count;

    /// <summary>
    /// Reads a table as 'ip route' writes it, a route a line. Empty lines and those that begin with '#' are left out;
    /// lines that begin with 'nexthop' go with the route before.
    /// </summary>
    /// <exception cref="NetException">A line is not a route (InvalidRequest), or its network is wrong
    /// (InvalidSubnet).</exception>
    public static RouteTable Parse(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var routes = new List<string>();
        foreach (string line in lines.SelectMany(text => text.Split('\n')).Select(text => text.Trim()))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.StartsWith("nexthop", StringComparison.Ordinal) && routes.Count > 0)
                routes[^1] += " " + line;
            else
                routes.Add(line);
        }

        return new RouteTable(routes.Select(RouteEntry.Parse));
    }

    /// <summary>Decides where packets to an address go.</summary>
    /// <param name="destination">The address; its scope id does not count.</param>
    public RouteDecision Decide(IPAddress destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        AddressValue address = AddressValue.FromIPAddress(destination);
        var decision = new RouteDecision { Destination = destination.ToString(), Address = destination };
        if (!routes.TryFind(address, out NetworkPrefix prefix, out RouteEntry? route) || route!.Type == RouteType.Throw)
        {
            // RFC 1122, section 3.2.1.3: a loopback address never leaves the host, whatever its table says.
            return IPAddress.IsLoopback(destination)
                ? decision with { Kind = RouteKind.Loopback, Reason = "A loopback address never leaves its host." }
                : decision with { Kind = RouteKind.Unreachable, Reason = "No route of the table matches." };
        }

        decision = decision with
        {
            Prefix = prefix.ToString(),
            Metric = route.Metric,
            Mtu = route.Mtu,
            Type = route.Type,
            SourceAddress = route.SourceAddress,
        };
        return route.Type switch
        {
            RouteType.Local => decision with { Kind = RouteKind.Loopback, InterfaceName = route.InterfaceName },
            RouteType.Blackhole or RouteType.Unreachable or RouteType.Prohibit => decision with
            {
                Kind = RouteKind.Unreachable,
                Reason = RouteRefusal.Of(route.Type),
            },
            _ => Send(decision, route),
        };
    }

    private RouteDecision Send(RouteDecision decision, RouteEntry route)
    {
        if (IPAddress.IsLoopback(decision.Address))
            return decision with { Kind = RouteKind.Loopback, InterfaceName = route.InterfaceName };
        decision = decision with { Kind = RouteKind.OnLink, InterfaceName = InterfaceOf(route) };
        if (route.NextHop is null)
            return decision;

        // What is for many goes onto the link itself: routers take it up from there (RFC 1112, section 6.1), or do not
        // (RFC 919, section 7).
        bool isBroadcast = decision.Address.Equals(IPAddress.Broadcast);
        if (isBroadcast || IsMulticast(decision.Address))
            return decision with { Type = isBroadcast ? RouteType.Broadcast : RouteType.Multicast };

        string? reason = route.NextHopCount > 1
            ? $"{route.NextHopCount} next hops share this route; the first is told."
            : decision.InterfaceName is null ? "No route of the table leads to the next hop." : null;
        return decision with { Kind = RouteKind.Gateway, NextHop = route.NextHop, Reason = reason };
    }

    private string? InterfaceOf(RouteEntry route)
    {
        RouteEntry? by = route;
        string? name = route.InterfaceName;
        for (int depth = 0; name is null && by?.NextHop is { } hop && depth < MaxDepth; depth++)
        {
            by = routes.TryFind(AddressValue.FromIPAddress(hop), out _, out RouteEntry? next) ? next : null;
            name = by?.InterfaceName;
        }

        return name;
    }

    // 224.0.0.0/4 (RFC 5771) and ff00::/8 (RFC 4291, section 2.7).
    private static bool IsMulticast(IPAddress address) => AddressValue.FromIPAddress(address) is { IsIPv6: false } value
        ? value.Bits >> 28 == 0b1110
        : address.IsIPv6Multicast;
}
