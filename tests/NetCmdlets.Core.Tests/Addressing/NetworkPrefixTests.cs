using System.Numerics;
using NetCmdlets.Addressing;
using Xunit;

namespace NetCmdlets.Core.Tests.Addressing;

public sealed class NetworkPrefixTests
{
    [Theory]
    [InlineData("192.168.1.152/24", "192.168.1.0/24", "192.168.1.255", "255.255.255.0", "0.0.0.255")]
    [InlineData("10.1.2.3/0", "0.0.0.0/0", "255.255.255.255", "0.0.0.0", "255.255.255.255")]
    [InlineData("10.1.2.3/32", "10.1.2.3/32", "10.1.2.3", "255.255.255.255", "0.0.0.0")]
    [InlineData("10.1.2.3/31", "10.1.2.2/31", "10.1.2.3", "255.255.255.254", "0.0.0.1")]
    [InlineData("2001:db8::1/32", "2001:db8::/32", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff::",
        "::ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("1::/0", "::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("::1/128", "::1/128", "::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::")]
    public void The_mask_cuts_the_host_bits(string text, string network, string last, string mask, string wildcard)
    {
        NetworkPrefix prefix = NetworkPrefix.Parse(text);
        Assert.Equal(network, prefix.ToString());
        Assert.Equal(last, prefix.LastAddress.ToString());
        Assert.Equal(mask, prefix.Mask.ToString());
        Assert.Equal(wildcard, prefix.Wildcard.ToString());
    }

    [Fact]
    public void Every_length_of_both_families_counts_and_contains_its_ends()
    {
        foreach (string text in new[] { "255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" })
        {
            AddressValue address = AddressValue.Parse(text);
            for (int length = 0; length <= address.Width; length++)
            {
                NetworkPrefix network = NetworkPrefix.Containing(address, length);
                Assert.Equal(BigInteger.Pow(2, address.Width - length), network.AddressCount);
                Assert.Equal(network.AddressCount, network.Range.Count);
                Assert.True(network.Contains(network.FirstAddress));
                Assert.True(network.Contains(network.LastAddress));
                Assert.Equal(length, Assert.Single(network.Range.ToPrefixes()).PrefixLength);
                if (length != 0)
                {
                    Assert.False(network.Contains(new AddressValue(network.FirstAddress.Bits - 1, address.IsIPv6)));
                }
            }
        }
    }

    [Fact]
    public void A_network_contains_no_address_of_the_other_family()
    {
        Assert.False(NetworkPrefix.Parse("0.0.0.0/0").Contains(AddressValue.Parse("::1")));
        Assert.False(NetworkPrefix.Parse("::/0").Contains(AddressValue.Parse("1.2.3.4")));
        Assert.False(NetworkPrefix.Parse("::/0").Contains(NetworkPrefix.Parse("1.2.3.4/32")));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", true)]
    [InlineData("10.1.0.0/16", "10.0.0.0/8", false)]
    [InlineData("10.0.0.0/8", "10.0.0.0/8", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0/16", false)]
    public void Containment_of_networks(string outer, string inner, bool expected) =>
        Assert.Equal(expected, NetworkPrefix.Parse(outer).Contains(NetworkPrefix.Parse(inner)));

    [Theory]
    [InlineData("10.0.0.0/24", "10.0.1.0/24", "10.0.0.0/23")]
    [InlineData("10.0.1.0/24", "10.0.2.0/24", "10.0.0.0/22")]
    [InlineData("10.0.0.0/8", "10.9.0.0/16", "10.0.0.0/8")]
    [InlineData("0.0.0.0/32", "255.255.255.255/32", "0.0.0.0/0")]
    [InlineData("::1/128", "8000::/1", "::/0")]
    [InlineData("2001:db8::/48", "2001:db8:1::/48", "2001:db8::/47")]
    public void The_common_supernet_is_the_smallest_that_holds_both(string one, string other, string expected)
    {
        Assert.Equal(expected, NetworkPrefix.Parse(one).CommonSupernet(NetworkPrefix.Parse(other)).ToString());
        Assert.Equal(expected, NetworkPrefix.Parse(other).CommonSupernet(NetworkPrefix.Parse(one)).ToString());
    }

    [Fact]
    public void Families_have_no_common_supernet() => Assert.Throws<ArgumentException>(
        () => NetworkPrefix.Parse("::/0").CommonSupernet(NetworkPrefix.Parse("0.0.0.0/0")));

    [Fact]
    public void Subnets_are_counted_and_indexed_without_being_made()
    {
        PrefixSequence all = NetworkPrefix.Parse("::/0").Subnets(128);
        Assert.Equal(BigInteger.Pow(2, 128), all.Count);
        Assert.Equal("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", all[UInt128.MaxValue].ToString());
        PrefixSequence quarters = NetworkPrefix.Parse("10.0.0.0/24").Subnets(26);
        Assert.Equal("10.0.0.0/26 10.0.0.64/26 10.0.0.128/26 10.0.0.192/26", string.Join(' ', quarters));
        Assert.Equal("10.0.0.128/26", quarters[2].ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => quarters[4]);
    }

    [Theory]
    [InlineData("255.255.255.252/30", 32, 4)]
    [InlineData("0.0.0.0/0", 0, 1)]
    [InlineData("::/0", 0, 1)]
    [InlineData("::/0", 1, 2)]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127", 128, 2)]
    public void Enumeration_ends_at_the_top_of_the_address_space(string network, int length, int count) =>
        Assert.Equal(count, NetworkPrefix.Parse(network).Subnets(length).Count());

    [Fact]
    public void The_32s_of_a_slash_8_take_no_memory()
    {
        PrefixSequence addresses = NetworkPrefix.Parse("10.0.0.0/8").Subnets(32);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int count = 0;
        foreach (NetworkPrefix address in addresses)
        {
            count += address.PrefixLength == 32 ? 1 : 0;
        }

        // Not a byte for each of the 16 million; the runtime's own compiling may take a little on this thread.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
        Assert.Equal(1 << 24, count);
    }

    [Theory]
    [InlineData("10.0.0.1-10.0.0.9", "10.0.0.1/32 10.0.0.2/31 10.0.0.4/30 10.0.0.8/31")]
    [InlineData("0.0.0.0-255.255.255.255", "0.0.0.0/0")]
    [InlineData("255.255.255.254-255.255.255.255", "255.255.255.254/31")]
    [InlineData("::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0")]
    [InlineData("::1-::4", "::1/128 ::2/127 ::4/128")]
    public void A_range_is_summarised_in_the_fewest_networks(string range, string expected) =>
        Assert.Equal(expected, string.Join(' ', AddressRange.Parse(range).ToPrefixes()));

    [Fact]
    public void The_worst_range_takes_62_or_254_networks()
    {
        Assert.Equal(62, AddressRange.Parse("0.0.0.1-255.255.255.254").ToPrefixes().Count());
        Assert.Equal(254, AddressRange.Parse("::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe").ToPrefixes().Count());
    }

    [Theory]
    [InlineData("10.0.0.0-10.0.0.255", "10.0.0.0/24")]
    [InlineData("10.0.0.0-10.0.0.254", null)]
    public void A_range_knows_whether_it_is_one_network(string range, string? expected)
    {
        bool isNetwork = AddressRange.Parse(range).TryGetNetwork(out NetworkPrefix network);
        Assert.Equal(expected, isNetwork ? network.ToString() : null);
    }

    [Fact]
    public void Lengths_outside_the_family_are_refused()
    {
        AddressValue address = AddressValue.Parse("10.0.0.0");
        Assert.Throws<ArgumentOutOfRangeException>(() => NetworkPrefix.Containing(address, 33));
        Assert.Throws<ArgumentOutOfRangeException>(() => NetworkPrefix.Containing(address, -1));
        NetworkPrefix network = NetworkPrefix.Parse("10.0.0.0/8");
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Subnets(7));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Subnets(33));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Supernet(9));
    }
}
