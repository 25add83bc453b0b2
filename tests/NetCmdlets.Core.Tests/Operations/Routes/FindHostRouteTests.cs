using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Hosts;
using NetCmdlets.Operations.Routes;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Routes;

public sealed class FindHostRouteTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1")]
    public async Task The_hosts_own_addresses_stay_in_it(string destination, string source)
    {
        RouteDecision decision = Assert.Single(
            (await FindAsync(new() { Destination = [destination] })).Results<RouteDecision>());
        Assert.Equal((destination, RouteKind.Loopback), (decision.Destination, decision.Kind));
        Assert.Equal(source, decision.SourceAddress?.ToString());
        Assert.NotNull(decision.InterfaceName);
        Assert.Null(decision.NextHop);
    }

    [Fact]
    public async Task A_name_has_a_decision_for_each_of_its_addresses()
    {
        List<RouteDecision> decisions = (await FindAsync(
            new() { Destination = ["localhost"], Family = AddressFamilyChoice.IPv4 })).Results<RouteDecision>();
        Assert.NotEmpty(decisions);
        Assert.All(decisions, decision => Assert.Equal(
            ("localhost", RouteKind.Loopback, true),
            (decision.Destination, decision.Kind, IPAddress.IsLoopback(decision.Address))));
    }

    [Theory]
    [InlineData("10.0.0.300", FailureKind.InvalidAddress)]
    [InlineData("10.0.0", FailureKind.InvalidAddress)]
    [InlineData("10.0.0.0/8", FailureKind.InvalidAddress)]
    [InlineData("fe80::zz", FailureKind.InvalidAddress)]
    [InlineData("fe80::1%no-such-interface", FailureKind.InvalidAddress)]
    [InlineData("", FailureKind.InvalidAddress)]
    [InlineData("two words", FailureKind.InvalidAddress)]
    [InlineData("no-such-host.invalid", FailureKind.NameNotFound)]
    public async Task What_cannot_be_looked_for_is_a_failure_and_the_others_go_on(string destination, FailureKind kind)
    {
        List<PipelineItem> items = await FindAsync(new() { Destination = [destination, "127.0.0.2"] });
        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal((kind, destination), (failure.Kind, failure.Target));
        Assert.Equal("127.0.0.2", Assert.Single(items.Results<RouteDecision>()).Destination);
    }

    [Fact]
    public async Task A_source_that_is_not_this_hosts_ends_the_use()
        => Assert.Equal(
            FailureKind.AddressNotAvailable,
            (await Assert.ThrowsAsync<NetException>(
                () => FindAsync(new() { Destination = ["127.0.0.1"], Source = "192.0.2.1" }))).Kind);

    [Fact]
    public async Task A_destination_of_another_family_than_the_source_is_a_failure()
    {
        List<PipelineItem> items = await FindAsync(new() { Destination = ["::1"], Source = "127.0.0.1" });
        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal(FailureKind.InvalidAddress, failure.Kind);
        Assert.Contains("the source 127.0.0.1 is one", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_is_asked_in_the_hosts_place_and_for_addresses_only()
    {
        List<PipelineItem> items = await FindAsync(new()
        {
            Destination = ["198.51.100.9", "localhost", "192.0.2.3"],
            Table = ["198.51.100.0/24 via 192.0.2.1 dev eth0"],
        });
        Assert.Equal(
            [("198.51.100.9", RouteKind.Gateway), ("192.0.2.3", RouteKind.Unreachable)],
            items.Results<RouteDecision>().Select(decision => (decision.Destination, decision.Kind)));
        Assert.Equal(
            (FailureKind.InvalidAddress, "localhost"),
            (Assert.Single(items.Failures()).Kind, Assert.Single(items.Failures()).Target));
    }

    [Fact]
    public async Task A_table_goes_with_no_source()
        => Assert.Equal(
            FailureKind.InvalidRequest,
            (await Assert.ThrowsAsync<NetException>(() => FindAsync(new()
            {
                Destination = ["127.0.0.1"],
                Source = "127.0.0.1",
                Table = ["default via 192.0.2.1"],
            }))).Kind);

    [Fact]
    public void A_sockets_choice_tells_the_hosts_own_addresses_too()
    {
        using var routes = new SocketRoutes();
        RouteDecision decision = routes.Find(IPAddress.Parse("127.0.0.9"), null, 0);
        Assert.Equal((RouteKind.Loopback, null), (decision.Kind, decision.NextHop));
        Assert.Equal("127.0.0.1", decision.SourceAddress?.ToString());
        Assert.True(SystemInterfaces.Read().Single(one => one.Name == decision.InterfaceName).IsLoopback);
    }

    [Theory]
    // MIB_IPFORWARD_ROW2 and SOCKADDR_INET as their headers lay them out; no Windows wrote these.
    [InlineData("c0000201", "000000", RouteKind.Gateway, "192.0.2.1")]
    [InlineData("00000000", "000000", RouteKind.OnLink, null)]
    [InlineData("00000000", "000001", RouteKind.Loopback, null)]
    public void What_Windows_tells_is_read(string nextHop, string loopback, RouteKind kind, string? router)
    {
        byte[] row = new byte[104];
        byte[] best = new byte[28];
        row[8] = 12;
        Convert.FromHexString("02000000" + "c6336400").CopyTo(row, 12);
        row[40] = 24;
        Convert.FromHexString("02000000" + nextHop).CopyTo(row, 44);
        row[84] = 35;
        row[92] = Convert.FromHexString(loopback)[2];
        Convert.FromHexString("02000000" + "c0000205").CopyTo(best, 0);
        var asked = new RouteDecision { Destination = "198.51.100.7", Address = IPAddress.Parse("198.51.100.7") };
        HostInterface link = new() { Name = "Ethernet", Index = 12, Mtu = 1500 };

        RouteDecision decision = WindowsRoutes.Read(asked, row, best, [link]);
        Assert.Equal(
            (kind, router, "Ethernet", 12, "192.0.2.5", "198.51.100.0/24", 35L, 1500),
            (decision.Kind, decision.NextHop?.ToString(), decision.InterfaceName, decision.InterfaceIndex,
                decision.SourceAddress?.ToString(), decision.Prefix, decision.Metric, decision.Mtu));
    }

    private static async Task<List<PipelineItem>> FindAsync(FindHostRouteRequest request)
    {
        await using var operation = new FindHostRouteOperation();
        return await operation.CollectAsync(request);
    }
}
