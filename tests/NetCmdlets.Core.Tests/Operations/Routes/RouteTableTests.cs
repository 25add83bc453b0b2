using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Routes;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Routes;

/// <summary>"Where does this packet go?", by a table as a course writes it.</summary>
public sealed class RouteTableTests
{
    private static readonly RouteTable Course = RouteTable.Parse(
    [
        "# A router with two links and a default route.",
        "192.0.2.0/25 dev eth0 src 192.0.2.1",
        "192.0.2.128/26 dev eth1 src 192.0.2.129",
        "198.51.100.0/24 via 192.0.2.2 dev eth0 metric 20",
        "198.51.100.0/24 via 192.0.2.130 dev eth1 metric 10",
        "198.51.100.64/26 via 192.0.2.3 dev eth0",
        "",
        "blackhole 198.51.100.80/28",
        "prohibit 203.0.113.0/25",
        "unreachable 203.0.113.128/25",
        "local 192.0.2.1 dev lo",
        "default via 192.0.2.126",
        "2001:db8::/64 dev eth0",
        "::/0 via fe80::1 dev eth0",
    ]);

    [Theory]
    [InlineData("192.0.2.77", RouteKind.OnLink, null, "eth0", "192.0.2.0/25")]
    [InlineData("192.0.2.127", RouteKind.OnLink, null, "eth0", "192.0.2.0/25")]
    [InlineData("192.0.2.128", RouteKind.OnLink, null, "eth1", "192.0.2.128/26")]
    [InlineData("192.0.2.192", RouteKind.Gateway, "192.0.2.126", "eth0", "0.0.0.0/0")]
    [InlineData("198.51.100.9", RouteKind.Gateway, "192.0.2.130", "eth1", "198.51.100.0/24")]
    [InlineData("198.51.100.64", RouteKind.Gateway, "192.0.2.3", "eth0", "198.51.100.64/26")]
    [InlineData("198.51.100.127", RouteKind.Gateway, "192.0.2.3", "eth0", "198.51.100.64/26")]
    [InlineData("198.51.100.80", RouteKind.Unreachable, null, null, "198.51.100.80/28")]
    [InlineData("198.51.100.96", RouteKind.Gateway, "192.0.2.3", "eth0", "198.51.100.64/26")]
    [InlineData("203.0.113.1", RouteKind.Unreachable, null, null, "203.0.113.0/25")]
    [InlineData("192.0.2.1", RouteKind.Loopback, null, "lo", "192.0.2.1/32")]
    [InlineData("8.8.8.8", RouteKind.Gateway, "192.0.2.126", "eth0", "0.0.0.0/0")]
    [InlineData("255.255.255.255", RouteKind.OnLink, null, "eth0", "0.0.0.0/0")]
    [InlineData("224.0.0.251", RouteKind.OnLink, null, "eth0", "0.0.0.0/0")]
    [InlineData("2001:db8::9", RouteKind.OnLink, null, "eth0", "2001:db8::/64")]
    [InlineData("2001:db8:1::9", RouteKind.Gateway, "fe80::1", "eth0", "::/0")]
    public void The_longest_prefix_decides_then_the_lowest_metric(
        string destination, RouteKind kind, string? nextHop, string? by, string prefix)
    {
        RouteDecision decision = Course.Decide(IPAddress.Parse(destination));
        Assert.Equal(
            (destination, kind, nextHop, by, prefix),
            (decision.Destination, decision.Kind, decision.NextHop?.ToString(), decision.InterfaceName,
                decision.Prefix));
        Assert.Equal(kind == RouteKind.Unreachable, decision.Reason is not null);
    }

    [Fact]
    public void Of_equal_prefixes_and_metrics_the_first_counts()
        => Assert.Equal(
            "192.0.2.7",
            Decide("198.51.100.1", "198.51.100.0/24 via 192.0.2.7", "198.51.100.0/24 via 192.0.2.8")
                .NextHop?.ToString());

    [Fact]
    public void Where_nothing_matches_it_is_unreachable()
    {
        RouteDecision decision = Decide("198.51.100.1", "192.0.2.0/24 dev eth0");
        Assert.Equal((RouteKind.Unreachable, null, null), (decision.Kind, decision.Prefix, decision.Type));
        Assert.Equal("No route of the table matches.", decision.Reason);
    }

    [Fact]
    public void A_loopback_address_needs_no_route_and_heeds_none()
    {
        Assert.Equal(RouteKind.Loopback, Decide("127.0.0.1", "192.0.2.0/24 dev eth0").Kind);
        Assert.Equal(RouteKind.Loopback, Decide("127.9.9.9", "default via 192.0.2.1 dev eth0").Kind);
        Assert.Equal(RouteKind.Loopback, Decide("::1", "192.0.2.0/24 dev eth0").Kind);
    }

    [Fact]
    public void A_next_hop_is_looked_up_in_turn()
    {
        RouteDecision decision = Decide(
            "203.0.113.9", "203.0.113.0/24 via 198.51.100.1", "198.51.100.0/24 via 192.0.2.2", "192.0.2.0/24 dev eth7");
        Assert.Equal(
            (RouteKind.Gateway, "198.51.100.1", "eth7", null),
            (decision.Kind, decision.NextHop?.ToString(), decision.InterfaceName, decision.Reason));
    }

    [Fact]
    public void A_next_hop_that_nothing_leads_to_is_told()
    {
        RouteDecision circle = Decide("203.0.113.9", "203.0.113.0/24 via 203.0.113.1");
        Assert.Equal((RouteKind.Gateway, null), (circle.Kind, circle.InterfaceName));
        Assert.Equal("No route of the table leads to the next hop.", circle.Reason);
    }

    [Fact]
    public void A_route_that_passes_on_ends_the_table()
        => Assert.Equal(
            RouteKind.Unreachable, Decide("192.0.2.9", "default via 192.0.2.1 dev eth0", "throw 192.0.2.0/24").Kind);

    [Fact]
    public void What_ip_route_writes_is_read()
    {
        RouteEntry route = RouteEntry.Parse(
            "unicast 198.51.100.0/24 via inet6 fe80::2 dev eth0 proto static scope global src 192.0.2.5 metric 7"
            + " mtu lock 1280 pref medium onlink linkdown");
        Assert.Equal(
            ("198.51.100.0/24", "fe80::2", "eth0", "192.0.2.5", 7L, 1280),
            (route.Prefix.ToString(), route.NextHop!.ToString(), route.InterfaceName, route.SourceAddress!.ToString(),
                route.Metric, route.Mtu));
    }

    [Fact]
    public void Next_hops_on_lines_of_their_own_go_with_their_route()
    {
        RouteTable table = RouteTable.Parse(
        [
            "default proto static metric 3 \n\tnexthop via 192.0.2.2 dev eth0 weight 1 \n"
                + "\tnexthop via 192.0.2.3 dev eth1 weight 1 ",
        ]);
        RouteDecision decision = table.Decide(IPAddress.Parse("203.0.113.1"));
        Assert.Equal(
            (1, "192.0.2.2", "eth0", 3L),
            (table.Count, decision.NextHop!.ToString(), decision.InterfaceName, decision.Metric!.Value));
        Assert.Equal("2 next hops share this route; the first is told.", decision.Reason);
    }

    [Theory]
    [InlineData("192.0.2.0 255.255.255.0 via 10.0.0.1", "192.0.2.0/24")]
    [InlineData("192.0.2.9/24 via 10.0.0.1", "192.0.2.0/24")]
    [InlineData("192.0.2.9 via 10.0.0.1", "192.0.2.9/32")]
    [InlineData("default via 10.0.0.1", "0.0.0.0/0")]
    [InlineData("default dev ppp0", "0.0.0.0/0")]
    [InlineData("default via fe80::1 dev eth0", "::/0")]
    [InlineData("anycast 2001:db8::", "2001:db8::/128")]
    public void Networks_are_written_in_many_ways(string text, string prefix)
        => Assert.Equal(prefix, RouteEntry.Parse(text).Prefix.ToString());

    [Theory]
    [InlineData("", FailureKind.InvalidRequest, "names no network")]
    [InlineData("blackhole", FailureKind.InvalidRequest, "names no network")]
    [InlineData("192.0.2.0/24 via", FailureKind.InvalidRequest, "nothing follows 'via'")]
    [InlineData("192.0.2.0/24 via gateway", FailureKind.InvalidRequest, "'gateway' is not an address")]
    [InlineData("192.0.2.0/24 10.0.0.1 eth0", FailureKind.InvalidRequest, "'10.0.0.1' is not understood")]
    [InlineData("192.0.2.0/24 metric -1", FailureKind.InvalidRequest, "'-1' is not a whole number")]
    [InlineData("192.0.2.0/24 dev eth0 mtu lock", FailureKind.InvalidRequest, "ends too soon")]
    [InlineData("192.0.2.0/24 src 2001:db8::1", FailureKind.InvalidRequest, "another family")]
    [InlineData("192.0.2.0/33 via 10.0.0.1", FailureKind.InvalidSubnet, "33")]
    [InlineData("nonsense", FailureKind.InvalidSubnet, "nonsense")]
    [InlineData("6 via 10.0.0.1", FailureKind.InvalidSubnet, "'6'")]
    public void A_line_that_is_no_route_is_refused_with_what_is_wrong(string text, FailureKind kind, string says)
    {
        NetException error = Assert.Throws<NetException>(() => RouteEntry.Parse(text));
        Assert.Equal(kind, error.Kind);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    private static RouteDecision Decide(string destination, params string[] routes)
        => RouteTable.Parse(routes).Decide(IPAddress.Parse(destination));
}
