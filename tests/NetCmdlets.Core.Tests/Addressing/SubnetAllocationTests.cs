using NetCmdlets.Addressing;
using Xunit;

namespace NetCmdlets.Core.Tests.Addressing;

public sealed class SubnetAllocationTests
{
    [Theory]
    [InlineData(1, 32, 128)]
    [InlineData(2, 31, 127)]
    [InlineData(3, 29, 126)]
    [InlineData(6, 29, 125)]
    [InlineData(7, 28, 125)]
    [InlineData(254, 24, 120)]
    [InlineData(255, 23, 120)]
    [InlineData(int.MaxValue, 0, 97)]
    public void The_smallest_network_for_so_many_hosts(int hosts, int ipv4, int ipv6)
    {
        Assert.Equal(ipv4, SubnetAllocation.PrefixLengthFor(hosts, isIPv6: false));
        Assert.Equal(ipv6, SubnetAllocation.PrefixLengthFor(hosts, isIPv6: true));
    }

    [Fact]
    public void The_largest_comes_first_and_what_is_left_last()
    {
        Assert.Equal(
            "10.0.0.0/25=100 10.0.0.128/26=50 10.0.0.192/31=2 10.0.0.194/31=0 10.0.0.196/30=0 10.0.0.200/29=0 "
            + "10.0.0.208/28=0 10.0.0.224/27=0",
            Allocate("10.0.0.0/24", 2, 100, 50));
    }

    [Theory]
    [InlineData("10.0.0.0/24", 254, "10.0.0.0/24=254")]
    [InlineData("255.255.255.255/32", 1, "255.255.255.255/32=1")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127", 2, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127=2")]
    public void Nothing_is_left_of_a_network_that_is_filled(string network, int hosts, string expected) =>
        Assert.Equal(expected, Allocate(network, hosts));

    [Fact]
    public void Every_address_is_given_out_once()
    {
        var random = new Random(11);
        for (int round = 0; round < 200; round++)
        {
            NetworkPrefix network = NetworkPrefix.Parse("10.32.0.0/16");
            int[] hosts = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(1, 4000))];
            NetworkPrefix[] parts = [.. SubnetAllocation.Allocate(network, hosts).Select(part => part.Network)];
            Assert.Equal(network, Assert.Single(AddressRangeSet.Collapse(parts.Select(part => part.Range))));
            Assert.Equal(65536, parts.Sum(part => (int)part.AddressCount));
        }
    }

    [Fact]
    public void Too_many_hosts_are_refused()
    {
        Assert.Equal(320, SubnetAllocation.AddressesNeeded([200, 60], isIPv6: false));
        Assert.Throws<ArgumentException>(() => Allocate("10.0.0.0/24", 200, 60));
        Assert.Throws<ArgumentOutOfRangeException>(() => SubnetAllocation.PrefixLengthFor(0, isIPv6: false));
    }

    private static string Allocate(string network, params int[] hosts) => string.Join(
        ' ', SubnetAllocation.Allocate(NetworkPrefix.Parse(network), hosts)
            .Select(part => $"{part.Network}={part.HostCount}"));
}
