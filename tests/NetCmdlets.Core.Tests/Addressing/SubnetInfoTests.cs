using System.Net.Sockets;
using System.Numerics;
using NetCmdlets.Addressing;
using Xunit;

namespace NetCmdlets.Core.Tests.Addressing;

public sealed class SubnetInfoTests
{
    [Fact]
    public void The_worked_example_192_168_1_152_and_255_255_255_0()
    {
        SubnetInfo info = SubnetInfo.Parse("192.168.1.152 255.255.255.0");
        Assert.Equal("192.168.1.0/24", info.Cidr);
        Assert.Equal("192.168.1.152", info.Address);
        Assert.Equal("192.168.1.0", info.NetworkAddress);
        Assert.Equal("192.168.1.255", info.BroadcastAddress);
        Assert.Equal(24, info.PrefixLength);
        Assert.Equal("255.255.255.0", info.SubnetMask);
        Assert.Equal("0.0.0.255", info.WildcardMask);
        Assert.Equal("192.168.1.1", info.FirstHost);
        Assert.Equal("192.168.1.254", info.LastHost);
        Assert.Equal(254, info.HostCount);
        Assert.Equal(256, info.AddressCount);
        Assert.Equal(AddressFamily.InterNetwork, info.AddressFamily);
        Assert.Equal(AddressClass.C, info.Class);
        Assert.Equal("255.255.255.0", info.ClassMask);
        Assert.Equal(2_097_152, info.ClassNetworkCount);
        Assert.Equal(254, info.ClassHostCount);
        Assert.Equal(AddressScope.Private, info.Scope);
        Assert.Equal("Private-Use", info.SpecialPurpose);
        Assert.Equal("RFC 1918", info.SpecialPurposeRfc);
        Assert.Equal("11000000.10101000.00000001.|10011000", info.AddressBinary);
        Assert.Equal("11111111.11111111.11111111.|00000000", info.MaskBinary);
        Assert.Equal("11000000.10101000.00000001.|00000000", info.NetworkBinary);
        Assert.Equal("1.168.192.in-addr.arpa", info.ReverseZone);
        Assert.Equal("192.168.1.0/255.255.255.0", info.WithMask);
        Assert.Equal("192.168.1.0/0.0.0.255", info.WithWildcard);
        Assert.Null(info.RequestedHostCount);
        Assert.Equal(
            """
            Address     11000000.10101000.00000001.|10011000  192.168.1.152
            AND mask    11111111.11111111.11111111.|00000000  255.255.255.0
            = network   11000000.10101000.00000001.|00000000  192.168.1.0
            """,
            info.BinaryAnd);
    }

    [Fact]
    public void An_IPv6_network_has_no_broadcast_and_no_class()
    {
        SubnetInfo info = SubnetInfo.Parse("2001:db8:0:1::42/64");
        Assert.Equal("2001:db8:0:1::/64", info.Cidr);
        Assert.Equal("2001:db8:0:1::42", info.Address);
        Assert.Null(info.BroadcastAddress);
        Assert.Equal("ffff:ffff:ffff:ffff::", info.SubnetMask);
        Assert.Equal("::ffff:ffff:ffff:ffff", info.WildcardMask);
        Assert.Equal("2001:db8:0:1::1", info.FirstHost);
        Assert.Equal("2001:db8:0:1:ffff:ffff:ffff:ffff", info.LastHost);
        Assert.Equal(BigInteger.Pow(2, 64) - 1, info.HostCount);
        Assert.Equal(BigInteger.Pow(2, 64), info.AddressCount);
        Assert.Null(info.Class);
        Assert.Null(info.ClassMask);
        Assert.Null(info.ClassNetworkCount);
        Assert.Equal(AddressScope.Reserved, info.Scope);
        Assert.Equal("Documentation", info.SpecialPurpose);
        Assert.Equal("1.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", info.ReverseZone);
        Assert.Equal("2001:0db8:0000:0001:0000:0000:0000:0000/64", info.Exploded);
        Assert.StartsWith("0010000000000001:0000110110111000:", info.AddressBinary, StringComparison.Ordinal);
        Assert.Equal(79 - 15 + 64 - 1 + 9, info.AddressBinary.Length);
    }

    [Theory]
    [InlineData("10.0.0.0/30", "10.0.0.1", "10.0.0.2", 2, "10.0.0.3")]
    [InlineData("10.0.0.0/31", "10.0.0.0", "10.0.0.1", 2, null)]
    [InlineData("10.0.0.1/32", "10.0.0.1", "10.0.0.1", 1, null)]
    [InlineData("::/126", "::1", "::3", 3, null)]
    [InlineData("::/127", "::", "::1", 2, null)]
    [InlineData("::1/128", "::1", "::1", 1, null)]
    public void Small_networks_by_rfc_3021_and_rfc_6164(
        string text, string first, string last, int hosts, string? broadcast)
    {
        SubnetInfo info = SubnetInfo.Parse(text);
        Assert.Equal(first, info.FirstHost);
        Assert.Equal(last, info.LastHost);
        Assert.Equal(hosts, info.HostCount);
        Assert.Equal(broadcast, info.BroadcastAddress);
    }

    [Theory]
    [InlineData("0.0.0.0/0", "in-addr.arpa")]
    [InlineData("10.0.0.0/8", "10.in-addr.arpa")]
    [InlineData("172.16.0.0/12", "172.in-addr.arpa")]
    [InlineData("10.1.16.0/20", "1.10.in-addr.arpa")]
    [InlineData("192.0.2.64/26", "64/26.2.0.192.in-addr.arpa")]
    [InlineData("192.0.2.7/32", "7.2.0.192.in-addr.arpa")]
    [InlineData("::/0", "ip6.arpa")]
    [InlineData("2001:db8::/32", "8.b.d.0.1.0.0.2.ip6.arpa")]
    [InlineData("2001:db8::/30", "b.d.0.1.0.0.2.ip6.arpa")]
    public void The_reverse_zone_is_on_a_label_boundary(string text, string zone) =>
        Assert.Equal(zone, SubnetInfo.Parse(text).ReverseZone);

    [Theory]
    [InlineData("10.0.0.0/8", AddressScope.Private)]
    [InlineData("8.8.8.0/24", AddressScope.Global)]
    [InlineData("8.0.0.0/5", null)]
    [InlineData("0.0.0.0/0", null)]
    [InlineData("169.254.1.0/24", AddressScope.LinkLocal)]
    [InlineData("127.0.0.1/32", AddressScope.Host)]
    [InlineData("239.255.0.0/16", AddressScope.SiteLocal)]
    [InlineData("224.0.0.5/32", AddressScope.LinkLocal)]
    [InlineData("::1/128", AddressScope.Host)]
    [InlineData("fe80::/64", AddressScope.LinkLocal)]
    [InlineData("fd00::/8", AddressScope.Private)]
    [InlineData("ff02::1/128", AddressScope.LinkLocal)]
    [InlineData("ff0e::/16", AddressScope.Global)]
    [InlineData("ff00::/8", null)]
    [InlineData("2606:4700::/32", AddressScope.Global)]
    [InlineData("::ffff:10.0.0.0/104", AddressScope.Private)]
    [InlineData("6000::/3", AddressScope.Reserved)]
    public void The_scope_is_that_of_every_address_or_null(string text, AddressScope? scope) =>
        Assert.Equal(scope, SubnetInfo.Parse(text).Scope);

    [Theory]
    [InlineData("10.0.0.0/16", true, false)]
    [InlineData("10.0.0.0/7", false, false)]
    [InlineData("100.64.0.0/10", false, false)]
    [InlineData("8.8.8.8/32", false, true)]
    [InlineData("192.0.0.9/32", false, true)]
    [InlineData("192.0.0.0/24", false, false)]
    [InlineData("192.88.99.0/24", null, false)]
    [InlineData("192.88.99.1/32", null, null)]
    [InlineData("0.0.0.0/0", false, false)]
    [InlineData("::ffff:10.0.0.1/128", true, false)]
    [InlineData("::ffff:8.8.8.8/128", false, true)]
    [InlineData("2002::/16", null, null)]
    [InlineData("fd00::/8", true, false)]
    public void Private_and_global_are_told_of_all_addresses(string text, bool? isPrivate, bool? isGlobal)
    {
        SubnetInfo info = SubnetInfo.Parse(text);
        Assert.Equal(isPrivate, info.IsPrivate);
        Assert.Equal(isGlobal, info.IsGlobal);
    }

    [Fact]
    public void The_scope_id_stays_with_the_address()
    {
        SubnetInfo info = SubnetInfo.Parse("fe80::1%eth0/64");
        Assert.Equal("fe80::1%eth0", info.Address);
        Assert.Equal("fe80::/64", info.Cidr);
    }

    [Fact]
    public void Subnets_sort_by_network_and_compare_by_value()
    {
        SubnetInfo[] sorted = [.. "10.1.0.0/16 10.0.0.0/16 ::/0 10.0.0.0/8".Split(' ')
            .Select(SubnetInfo.Parse).Order()];
        Assert.Equal("10.0.0.0/8 10.0.0.0/16 10.1.0.0/16 ::/0", string.Join<SubnetInfo>(' ', sorted));
        Assert.Equal(SubnetInfo.Parse("10.0.0.0/8"), SubnetInfo.Parse("10.0.0.0"));
        Assert.NotEqual(SubnetInfo.Parse("10.0.0.1/8"), SubnetInfo.Parse("10.0.0.2/8"));
    }

    [Fact]
    public void An_address_alone_has_its_class_mask() =>
        Assert.Equal("172.16.0.0/16", SubnetInfo.Parse("172.16.5.4").Cidr);
}
