using System.Net;
using NetCmdlets.Operations.Routes;
using Xunit;
using static NetCmdlets.Interop.Tests.Hosts.RouteLab;

namespace NetCmdlets.Interop.Tests.Hosts;

/// <summary>Find-HostRoute beside 'ip route get', in namespaces with routes of every kind.</summary>
public sealed class HostRouteTests
{
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
}
