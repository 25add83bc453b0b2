using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NetCmdlets.Operations.Routes;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Hosts;

/// <summary>Find-HostRoute beside 'ip route get', in namespaces with routes of every kind.</summary>
public sealed class HostRouteTests
{
    private static readonly string[] Lab =
    [
        "addr add 192.0.2.5/24 brd + dev wan",
        "addr add 192.0.2.6/24 dev wan",
        "addr add 2001:db8::5/64 dev wan nodad",
        "addr add 198.51.100.1/26 dev far",
        "link set wan mtu 1400",
        "route add default via 192.0.2.1",
        "route add 198.51.100.64/26 via 192.0.2.9 metric 50 mtu 1280",
        "route add 198.51.100.64/26 via 192.0.2.10 metric 60",
        "route add 198.51.100.96/28 via 192.0.2.11 src 192.0.2.6",
        "route add 198.51.100.128/25 nexthop via 192.0.2.2 dev wan nexthop via 192.0.2.3 dev wan"
            + " nexthop via 198.51.100.2 dev far",
        "route add blackhole 203.0.113.0/25 metric 7",
        "route add unreachable 203.0.113.128/25",
        "route add prohibit 203.0.112.0/24",
        "route add throw 203.0.111.0/24",
        "-6 route add default via fe80::1 dev wan",
        "-6 route add 2001:db8:8::/48 via 2001:db8::9 metric 20",
        "-6 route add blackhole 2001:db8:1::/48",
        "-6 route add unreachable 2001:db8:2::/48",
        "-6 route add prohibit 2001:db8:3::/48",
        "-6 route add 2001:db8:4::/48 nexthop via fe80::2 dev wan nexthop via fe80::3 dev far",
    ];

    [Fact]
    public async Task Every_decision_is_that_of_ip_route_get()
    {
        await using LabNamespace lab = await MakeAsync(Lab);
        string[] destinations =
        [
            "192.0.2.9", "8.8.8.8", "192.0.2.255", "192.0.2.0", "255.255.255.255", "224.0.0.1", "239.1.2.3",
            "127.0.0.9", "192.0.2.5", "198.51.100.1", "198.51.100.2", "198.51.100.63", "198.51.100.70", "198.51.100.100",
            "198.51.100.130", "198.51.100.131", "198.51.100.200", "203.0.113.9", "203.0.113.200", "203.0.112.1",
            "203.0.111.1", "0.0.0.0", "240.0.0.1", "2001:db8::9", "2001:db8::5", "2001:4860::1", "2001:db8:8::1",
            "2001:db8:1::1", "2001:db8:2::1", "2001:db8:3::1", "2001:db8:4::1", "2001:db8:4::2", "::1", "ff02::1",
            "ff05::2",
        ];
        await CompareAsync(lab, destinations);
    }

    [Fact]
    public async Task Random_addresses_go_where_ip_route_get_says()
    {
        await using LabNamespace lab = await MakeAsync(Lab);
        var random = new Random(20);
        uint[] networks = [0xC0000200, 0xC6336400, 0xCB007100, 0xCB007000, 0x08080800];
        string[] destinations = [.. Enumerable.Range(0, 60).Select(_ =>
        {
            uint bits = networks[random.Next(networks.Length)] | (uint)random.Next(256);
            return new IPAddress([(byte)(bits >> 24), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits]).ToString();
        })];
        await CompareAsync(lab, [.. destinations.Distinct()]);
    }

    [Fact]
    public async Task Without_any_route_all_is_unreachable()
    {
        await using LabNamespace lab = await MakeAsync("addr add 192.0.2.5/32 dev wan");
        await CompareAsync(lab, "8.8.8.8", "192.0.2.6", "2001:db8::1", "192.0.2.5", "127.0.0.1");
        RouteDecision decision = Assert.Single(await FindAsync(lab, new() { Destination = ["8.8.8.8"] }));
        Assert.Equal((RouteKind.Unreachable, null, null), (decision.Kind, decision.Type, decision.Prefix));
        Assert.Equal("No route matches, not even a default route, or a rule says so.", decision.Reason);
    }

    [Theory]
    [InlineData("203.0.113.9", RouteType.Blackhole, "203.0.113.0/25", 7, "A blackhole")]
    [InlineData("203.0.113.200", RouteType.Unreachable, "203.0.113.128/25", 0, "An unreachable")]
    [InlineData("203.0.112.1", RouteType.Prohibit, "203.0.112.0/24", 0, "A prohibit")]
    [InlineData("2001:db8:1::1", RouteType.Blackhole, "2001:db8:1::/48", 1024, "A blackhole")]
    [InlineData("2001:db8:2::1", RouteType.Unreachable, "2001:db8:2::/48", 1024, "An unreachable")]
    [InlineData("2001:db8:3::1", RouteType.Prohibit, "2001:db8:3::/48", 1024, "A prohibit")]
    public async Task A_route_that_refuses_is_told_with_its_prefix(
        string destination, RouteType type, string prefix, long metric, string reason)
    {
        await using LabNamespace lab = await MakeAsync(Lab);
        RouteDecision decision = Assert.Single(await FindAsync(lab, new() { Destination = [destination] }));
        Assert.Equal(
            (RouteKind.Unreachable, type, prefix, metric, "main"),
            (decision.Kind, decision.Type, decision.Prefix, decision.Metric, decision.Table));
        Assert.StartsWith($"{reason} route ", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_by_source_address_is_heeded()
    {
        await using LabNamespace lab = await MakeAsync(
            [.. Lab, "route add default via 192.0.2.254 table 100", "rule add from 192.0.2.6 lookup 100"]);
        foreach (string source in new[] { "192.0.2.6", "192.0.2.5" })
        {
            await CompareAsync(
                lab, new FindHostRouteRequest { Source = source }, "8.8.8.8", "198.51.100.70", "192.0.2.9");
        }

        RouteDecision decision = Assert.Single(
            await FindAsync(lab, new() { Destination = ["8.8.8.8"], Source = "192.0.2.6" }));
        Assert.Equal(
            ("192.0.2.254", "100", "192.0.2.6"),
            (decision.NextHop?.ToString(), decision.Table, decision.SourceAddress?.ToString()));
    }

    [Fact]
    public async Task A_rule_that_refuses_is_told_without_a_route()
    {
        await using LabNamespace lab = await MakeAsync([.. Lab, "rule add to 198.51.100.64/26 prohibit"]);
        RouteDecision decision = Assert.Single(await FindAsync(lab, new() { Destination = ["198.51.100.70"] }));
        Assert.Equal(
            (RouteKind.Unreachable, RouteType.Prohibit, null), (decision.Kind, decision.Type, decision.Prefix));
    }

    [Fact]
    public async Task A_rule_that_drops_is_told_without_a_route()
    {
        await using LabNamespace lab = await MakeAsync([.. Lab, "rule add to 198.51.100.64/26 blackhole"]);
        RouteDecision decision = Assert.Single(await FindAsync(lab, new() { Destination = ["198.51.100.70"] }));
        Assert.Equal(
            (RouteKind.Unreachable, RouteType.Blackhole, null), (decision.Kind, decision.Type, decision.Prefix));
    }

    [Theory]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    public async Task A_source_that_is_not_the_hosts_is_no_blackhole(string source)
    {
        await using LabNamespace lab = await MakeAsync(Lab);
        // The second is within a blackhole's network: the source stands in the way before that.
        foreach (string destination in new[] { "8.8.8.8", "203.0.113.9" })
        {
            RouteDecision decision = Assert.Single(
                await FindAsync(lab, new() { Destination = [destination], Source = source }));
            Assert.Equal(
                (RouteKind.Unreachable, null, null, $"The source address {source} is not one of this host's."),
                (decision.Kind, decision.Type, decision.Prefix, decision.Reason));
        }
    }

    // The kernel keeps the tables main and local as one until there is a rule, and calls it main then.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_table_is_the_one_that_has_the_route(bool apart)
    {
        string[] rule = apart ? ["rule add from 192.0.2.6 lookup 100"] : [];
        await using LabNamespace lab = await MakeAsync(
        [
            .. Lab, .. rule, "route add 198.18.0.0/24 via 192.0.2.1 table local",
            "route add local 198.18.1.0/24 dev lo table main",
        ]);
        string[] destinations =
        [
            "127.0.0.9", "192.0.2.5", "192.0.2.255", "192.0.2.9", "8.8.8.8", "198.51.100.130", "198.18.0.1",
            "198.18.1.1", "::1", "2001:db8::5", "2001:4860::1",
        ];
        (JsonArray? all, _) = await lab.AskAsync("route show table all");
        (JsonArray? all6, _) = await lab.AskAsync("-6 route show table all");
        List<RouteDecision> decisions = await FindAsync(lab, new() { Destination = destinations });
        var theirs = decisions.Select(one => all!.Concat(all6!).First(route =>
            WithLength((string)route!["dst"]!, one.Prefix!) == one.Prefix
            && ((string?)route["type"] ?? "unicast").Equals(one.Type.ToString(), StringComparison.OrdinalIgnoreCase)))
            .Select(route => (string?)route!["table"] ?? "main");

        Assert.Equal(
            decisions.Zip(theirs, (one, table) => $"{one.Destination} {table}"),
            decisions.Select(one => $"{one.Destination} {one.Table}"));
        Assert.Equal(
            ["local", "local", "local", "main", "main", "main", "local", "main", "local", "local", "main"],
            decisions.Select(one => one.Table));

        static string WithLength(string text, string like) => text == "default"
            ? (like.Contains(':', StringComparison.Ordinal) ? "::/0" : "0.0.0.0/0")
            : text.Contains('/', StringComparison.Ordinal) ? text
            : text + (text.Contains(':', StringComparison.Ordinal) ? "/128" : "/32");
    }

    [Fact]
    public async Task Tables_that_throw_and_next_hops_of_every_form_are_followed()
    {
        await using LabNamespace lab = await MakeAsync(
        [
            .. Lab, "route add default via 192.0.2.254 table 100", "route add throw 198.51.100.64/26 table 100",
            "route add prohibit 203.0.113.0/24 table 100", "rule add to 198.51.100.0/24 lookup 100",
            "rule add to 203.0.113.0/24 lookup 100", "rule add to 198.18.9.0/24 unreachable",
            "nexthop add id 1 via 192.0.2.1 dev wan", "nexthop add id 2 via 192.0.2.2 dev wan",
            "nexthop add id 3 group 1/2", "nexthop add id 4 blackhole", "route add 198.18.0.0/24 nhid 1",
            "route add 198.18.1.0/24 nhid 3", "route add 198.18.2.0/24 nhid 4",
            "route add 198.18.3.0/24 via inet6 fe80::1 dev wan", "route add 198.18.4.0/24 dev wan mtu lock 1300",
            "-6 route add 2001:db8:9::/48 via 2001:db8::9 metric 5 mtu 1280",
            "-6 route add 2001:db8:9::/48 via 2001:db8::8 metric 4",
            "-6 rule add to 2001:db8:4::/48 lookup 100", "-6 route add throw 2001:db8:4::/47 table 100",
        ]);
        await CompareAsync(
            lab, "198.51.100.70", "198.51.100.130", "203.0.113.9", "198.18.0.1", "198.18.1.1", "198.18.2.1", "198.18.3.1",
            "198.18.4.1", "198.18.9.1", "2001:db8:9::1", "2001:db8:4::1");
    }

    [Fact]
    public async Task A_bound_interface_is_heeded()
    {
        await using LabNamespace lab = await MakeAsync(Lab);
        var bound = new FindHostRouteRequest { Interface = "far" };
        await CompareAsync(lab, bound, "8.8.8.8", "198.51.100.2", "198.51.100.70", "fe80::9", "ff02::1");
        bound = bound with { Interface = "wan" };
        await CompareAsync(lab, bound, "8.8.8.8", "198.51.100.2", "2001:db8:4::1", "fe80::9");
    }

    [Fact]
    public async Task A_scope_chooses_the_link_and_its_lack_is_told()
    {
        await using LabNamespace lab = await MakeAsync(Lab);
        List<RouteDecision> decisions = await FindAsync(
            lab, new() { Destination = ["fe80::9%wan", "fe80::9%far", "fe80::9"] });
        Assert.Equal(["wan", "far"], decisions.Take(2).Select(decision => decision.InterfaceName));
        Assert.All(
            decisions.Take(2), decision => Assert.Equal((RouteKind.OnLink, null), (decision.Kind, decision.Reason)));
        Assert.StartsWith("A link-local address is of one link", decisions[2].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_local_next_hop_has_its_interface_for_a_scope()
    {
        await using LabNamespace lab = await MakeAsync(Lab);
        RouteDecision decision = Assert.Single(await FindAsync(lab, new() { Destination = ["2001:4860::1"] }));
        Assert.Equal(
            (RouteKind.Gateway, $"fe80::1%{decision.InterfaceIndex}", "wan", "2001:db8::5", "::/0", 1400),
            (decision.Kind, decision.NextHop?.ToString(), decision.InterfaceName, decision.SourceAddress?.ToString(),
                decision.Prefix, decision.Mtu));
    }

    [Fact]
    public async Task The_MTU_is_the_routes_or_else_the_interfaces()
    {
        await using LabNamespace lab = await MakeAsync(Lab);
        List<RouteDecision> decisions = await FindAsync(
            lab, new() { Destination = ["198.51.100.70", "8.8.8.8", "198.51.100.2", "203.0.113.9"] });
        Assert.Equal([1280, 1400, 1500, null], decisions.Select(decision => decision.Mtu));
    }

    [Fact]
    public async Task A_loopback_source_leads_nowhere_else()
    {
        await using LabNamespace lab = await MakeAsync(Lab);
        RouteDecision decision = Assert.Single(
            await FindAsync(lab, new() { Destination = ["8.8.8.8"], Source = "127.0.0.1" }));
        Assert.Equal(
            (RouteKind.Unreachable, null, "A loopback source address cannot leave this host."),
            (decision.Kind, decision.Type, decision.Reason));
    }

    [Fact]
    public async Task The_table_that_ip_route_writes_decides_as_the_kernel_does()
    {
        await using LabNamespace lab = await MakeAsync(Lab);
        string[] table = [await lab.TextAsync("route show"), await lab.TextAsync("-6 route show")];
        string[] destinations =
        [
            .. Enumerable.Range(2, 125).Select(i => $"198.51.100.{i}").Where(text => text != "198.51.100.63"),
            "192.0.2.77", "8.8.8.8", "203.0.113.9", "203.0.113.200", "203.0.112.1", "2001:db8::9", "2001:4860::1",
            "2001:db8:8::1", "2001:db8:1::1", "2001:db8:2::1", "2001:db8:3::1",
        ];
        List<RouteDecision> kernel = await FindAsync(lab, new() { Destination = destinations });
        List<RouteDecision> ours = await FindAsync(lab, new() { Destination = destinations, Table = table });
        Assert.Equal(kernel.Select(Told), ours.Select(Told));

        static string Told(RouteDecision one)
            => $"{one.Destination} {one.Kind} {one.Type} {one.NextHop?.ToString().Split('%')[0]} {one.InterfaceName}"
                + $" {one.Prefix} {one.Metric}";
    }

    private static async Task<LabNamespace> MakeAsync(params string[] commands)
    {
        LabNamespace lab = await LabNamespace.CreateAsync();
        try
        {
            foreach (string command in commands)
                await lab.IpAsync(command);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    private static async Task<List<RouteDecision>> FindAsync(LabNamespace lab, FindHostRouteRequest request)
    {
        await using var operation = new FindHostRouteOperation();
        List<PipelineItem> items = await lab.CollectAsync(operation, request);
        Assert.Empty(items.Failures());
        return items.Results<RouteDecision>();
    }

    private static Task CompareAsync(LabNamespace lab, params string[] destinations)
        => CompareAsync(lab, new FindHostRouteRequest(), destinations);

    private static async Task CompareAsync(LabNamespace lab, FindHostRouteRequest request, params string[] destinations)
    {
        List<RouteDecision> decisions = await FindAsync(lab, request with { Destination = destinations });
        string how = (request.Source is null ? "" : $" from {request.Source}")
            + (request.Interface is null ? "" : $" oif {request.Interface}");
        var theirs = new List<string>();
        foreach (string destination in destinations)
        {
            (JsonArray? told, string complaint) = await lab.AskAsync($"route get {destination}{how}");
            (JsonArray? matched, _) = await lab.AskAsync($"route get fibmatch {destination}{how}");
            theirs.Add($"{destination}: " + (told is null ? Refusal(complaint) : Told(told[0]!, matched?[0])));
        }

        Assert.Equal(theirs, decisions.Select(one => $"{one.Destination}: " + (one.Kind == RouteKind.Unreachable
            ? $"Unreachable {one.Type}"
            : $"{one.Kind} {one.Type} via {one.NextHop?.ToString().Split('%')[0]} dev {one.InterfaceName}"
                + $" src {one.SourceAddress?.ToString().Split('%')[0]} prefix {one.Prefix} metric {one.Metric}")));
    }

    private static string Refusal(string complaint) => "Unreachable " + complaint switch
    {
        "RTNETLINK answers: Network is unreachable" => "",
        "RTNETLINK answers: No route to host" => "Unreachable",
        "RTNETLINK answers: Permission denied" => "Prohibit",
        "RTNETLINK answers: Invalid argument" => "Blackhole",
        _ => complaint,
    };

    private static string Told(JsonNode route, JsonNode? matched)
    {
        string type = (string?)route["type"] ?? "unicast";
        string? gateway = (string?)route["gateway"] ?? (string?)route["via"]?["host"];
        string kind = type == "local" ? "Loopback" : gateway is null ? "OnLink" : "Gateway";
        bool isIPv6 = ((string?)route["dst"])!.Contains(':', StringComparison.Ordinal);
        string? source = (string?)route["prefsrc"] ?? (string?)route["from"];
        string? prefix = (string?)matched?["dst"];
        prefix = prefix is "default" ? (isIPv6 ? "::/0" : "0.0.0.0/0")
            : prefix is null || prefix.Contains('/', StringComparison.Ordinal) ? prefix
            : prefix + (isIPv6 ? "/128" : "/32");
        string? metric = matched is null
            ? null
            : ((long?)matched["metric"] ?? 0).ToString(CultureInfo.InvariantCulture);
        return $"{kind} {char.ToUpperInvariant(type[0])}{type[1..]} via {gateway} dev {(string?)route["dev"]}"
            + $" src {(source is "::" ? null : source)} prefix {prefix} metric {metric}";
    }
}
