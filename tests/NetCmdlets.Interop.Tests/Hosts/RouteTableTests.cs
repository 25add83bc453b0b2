using System.Text.Json.Nodes;
using NetCmdlets.Operations.Routes;
using Xunit;
using static NetCmdlets.Interop.Tests.Hosts.RouteLab;

namespace NetCmdlets.Interop.Tests.Hosts;

/// <summary>Which table Find-HostRoute finds a route in, and what rules make of it, beside 'ip route'.</summary>
public sealed class RouteTableTests
{
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

    [Theory]
    [InlineData("prohibit", RouteType.Prohibit)]
    [InlineData("blackhole", RouteType.Blackhole)]
    public async Task A_rule_that_refuses_is_told_without_a_route(string action, RouteType type)
    {
        await using LabNamespace lab = await MakeAsync([.. Lab, $"rule add to 198.51.100.64/26 {action}"]);
        RouteDecision decision = Assert.Single(await FindAsync(lab, new() { Destination = ["198.51.100.70"] }));
        Assert.Equal((RouteKind.Unreachable, type, null), (decision.Kind, decision.Type, decision.Prefix));
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
}
