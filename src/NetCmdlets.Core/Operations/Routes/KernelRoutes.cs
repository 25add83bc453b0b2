using System.Globalization;
using System.Net;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Hosts;
using NetCmdlets.Protocols.Netlink;
using NetCmdlets.Sockets.Netlink;

namespace NetCmdlets.Operations.Routes;

/// <summary>
/// Linux's own decisions, by rtnetlink: only the kernel knows all that decides, such as rules by source address, routes
/// of many tables, next hops that share a route, and what was learnt of a path's MTU. Needs no rights.
/// </summary>
internal sealed class KernelRoutes : IRouteSource
{
    private const int Invalid = 22;
    private const uint Main = 254;
    private const uint Local = 255;

    private readonly object gate = new();
    private readonly NetlinkSocket socket = new();
    private readonly Dictionary<int, LinkRecord> links = [];
    private readonly Dictionary<(bool IsIPv6, RouteType Type), List<RouteRecord>> refusals = [];
    private HashSet<(NetworkPrefix Prefix, RouteType Type)>? locals;

    /// <inheritdoc/>
    public RouteDecision Find(IPAddress destination, IPAddress? source, int interfaceIndex)
    {
        ArgumentNullException.ThrowIfNull(destination);
        AddressValue address = AddressValue.FromIPAddress(destination);
        AddressValue? from = source is null ? null : AddressValue.FromIPAddress(source);
        // The scope of an address is the number of its interface (RFC 4007, section 11.2).
        if (interfaceIndex == 0 && address.IsIPv6)
            interfaceIndex = (int)destination.ScopeId;
        lock (gate)
        {
            int error = Ask(address, from, match: false, out RouteRecord? answer);
            var decision = new RouteDecision { Destination = destination.ToString(), Address = destination };
            if (answer is null)
            {
                // The kernel refuses a source that is not the host's by the number that it has for other things, too.
                return from is { } own && (Ask(own, null, match: false, out RouteRecord? home) != 0
                    || home?.Type != RouteType.Local)
                    ? decision with
                    {
                        Kind = RouteKind.Unreachable,
                        Reason = $"The source address {source} is not one of this host's.",
                    }
                    : Refused(decision, address, source, error);
            }

            // The answer for one address does not tell which route it comes of; that is a question of its own.
            Ask(address, from, match: true, out RouteRecord? matched);
            RouteDecision described = Described(decision, answer, matched);
            // A source address that was given is not chosen, and not told again.
            return described with { SourceAddress = described.SourceAddress ?? source };

            int Ask(AddressValue to, AddressValue? by, bool match, out RouteRecord? route)
            {
                RouteRecord? found = null;
                int said = socket.Ask(
                    number => NetlinkRequest.Route(number, to, by, interfaceIndex, match),
                    (header, body) => found = header.Type == NetlinkType.NewRoute ? RouteRecord.Read(body) : null);
                route = found;
                return said;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private RouteDecision Described(RouteDecision decision, RouteRecord answer, RouteRecord? matched)
    {
        int index = answer.InterfaceIndex ?? 0;
        LinkRecord? link = index == 0 ? null : LinkOf(index);
        return decision with
        {
            Kind = answer.Type switch
            {
                RouteType.Local => RouteKind.Loopback,
                RouteType.Blackhole or RouteType.Unreachable or RouteType.Prohibit or RouteType.Throw
                    => RouteKind.Unreachable,
                _ => answer.Gateway is null ? RouteKind.OnLink : RouteKind.Gateway,
            },
            NextHop = ScopedAddress.Of(answer.Gateway, index),
            InterfaceName = link?.Name,
            InterfaceIndex = answer.InterfaceIndex,
            SourceAddress = ScopedAddress.Of(answer.PreferredSource, index),
            Prefix = matched?.Prefix.ToString(),
            Metric = matched?.Metric,
            Mtu = answer.Mtu ?? link?.Mtu,
            Type = answer.Type,
            Table = TableName(TableOf(matched ?? answer)),
            Reason = ReasonOf(decision.Address, answer, matched),
        };
    }

    private static string? ReasonOf(IPAddress address, RouteRecord answer, RouteRecord? matched)
    {
        if (answer.Type is RouteType.Blackhole or RouteType.Unreachable or RouteType.Prohibit)
            return RouteRefusal.Of(answer.Type);
        if (address.IsIPv6LinkLocal && address.ScopeId == 0 && answer.Type == RouteType.Unicast)
            return "A link-local address is of one link: without a %scope this is any of them.";
        return matched?.NextHops.Count > 1
            ? $"{matched.NextHops.Count} next hops share this route; this one is for this address."
            : null;
    }

    private RouteDecision Refused(RouteDecision decision, AddressValue address, IPAddress? source, int error)
    {
        decision = decision with { Kind = RouteKind.Unreachable, Reason = RouteRefusal.Of(error) };
        if (error == Invalid && source is not null && IPAddress.IsLoopback(source))
            return decision with { Reason = "A loopback source address cannot leave this host." };
        if (RouteRefusal.TypeOf(error) is not RouteType type)
            return decision;
        if (error == Invalid && !DropsAny(address))
            return decision with { Reason = "The system takes this for an invalid question (error 22)." };

        // The kernel tells the error only. Where routes of that type match in one table and no other, it is theirs.
        var matching = RefusalsOf(address.IsIPv6, type)
            .Where(route => route.Prefix.Contains(address))
            .OrderByDescending(route => route.Prefix.PrefixLength).ThenBy(route => route.Metric)
            .ToList();
        decision = decision with { Type = type };
        return matching.Count == 0 || matching.Exists(route => route.Table != matching[0].Table)
            ? decision
            : decision with
            {
                Prefix = matching[0].Prefix.ToString(),
                Metric = matching[0].Metric,
                Table = TableName(matching[0].Table),
            };
    }

    // A blackhole has no number of its own: it is one where there is a route or a rule that drops.
    private bool DropsAny(AddressValue address)
    {
        if (RefusalsOf(address.IsIPv6, RouteType.Blackhole).Exists(route => route.Prefix.Contains(address)))
            return true;
        try
        {
            return socket.List(
                number => NetlinkRequest.Rules(number, address.IsIPv6), NetlinkType.NewRule, RuleRecord.Read)
                .Exists(rule => rule.Action == RouteType.Blackhole);
        }
        catch (NetException)
        {
            // A kernel may be built without rules.
            return false;
        }
    }

    // Until there is a rule, the kernel keeps IPv4's tables main and local as one, which it calls main: the list of the
    // table local still has its own.
    private uint TableOf(RouteRecord route)
    {
        if (route.Table != Main || route.Prefix.IsIPv6)
            return route.Table;
        locals ??= [.. socket.List(
            number => NetlinkRequest.Routes(number, isIPv6: false, table: (byte)Local),
            NetlinkType.NewRoute,
            RouteRecord.Read)
            .Where(one => one.Table == Local).Select(one => (one.Prefix, one.Type))];
        return locals.Contains((route.Prefix, route.Type)) ? Local : Main;
    }

    private List<RouteRecord> RefusalsOf(bool isIPv6, RouteType type)
    {
        if (!refusals.TryGetValue((isIPv6, type), out List<RouteRecord>? known))
        {
            // A route whose next hop is an object that drops is a blackhole that the kernel does not list by that type.
            RouteType? asked = type == RouteType.Blackhole ? null : type;
            known = socket.List(
                number => NetlinkRequest.Routes(number, isIPv6, asked), NetlinkType.NewRoute, RouteRecord.Read);
            known.RemoveAll(route => route.Type != type);
            refusals[(isIPv6, type)] = known;
        }

        return known;
    }

    private LinkRecord? LinkOf(int index)
    {
        // An interface that came up meanwhile is worth another look; one that went is told as it was.
        if (!links.ContainsKey(index))
        {
            foreach (LinkRecord link in socket.List(NetlinkRequest.Links, NetlinkType.NewLink, LinkRecord.Read))
                links[link.Index] = link;
        }

        return links.GetValueOrDefault(index);
    }

    // The names that every system has (/etc/iproute2/rt_tables); others are each administrator's own.
    private static string? TableName(uint table) => table switch
    {
        0 => null,
        253 => "default",
        254 => "main",
        255 => "local",
        _ => table.ToString(CultureInfo.InvariantCulture),
    };
}
