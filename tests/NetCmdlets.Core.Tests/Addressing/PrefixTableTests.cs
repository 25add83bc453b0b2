using NetCmdlets.Addressing;
using Xunit;

namespace NetCmdlets.Core.Tests.Addressing;

public sealed class PrefixTableTests
{
    [Theory]
    [InlineData("10.1.2.3", "10.1.2.0/24")]
    [InlineData("10.1.3.3", "10.1.0.0/16")]
    [InlineData("10.1.255.255", "10.1.0.0/16")]
    [InlineData("10.2.0.0", "10.0.0.0/8")]
    [InlineData("9.255.255.255", null)]
    [InlineData("11.0.0.0", null)]
    [InlineData("0.0.0.0", "0.0.0.0/32")]
    [InlineData("0.0.0.1", null)]
    [InlineData("255.255.255.255", "255.255.255.254/31")]
    [InlineData("::1", "::/0")]
    [InlineData("ffff::1", "ffff::/16")]
    [InlineData("fffe::1", "::/0")]
    public void The_longest_prefix_is_found(string address, string? expected)
    {
        PrefixTable<int> table = Table(
            "10.0.0.0/8 10.1.0.0/16 10.1.2.0/24 10.1.0.0/16 0.0.0.0/32 255.255.255.254/31 ::/0 ffff::/16");
        bool found = table.TryFind(AddressValue.Parse(address), out NetworkPrefix network, out _);
        Assert.Equal(expected, found ? network.ToString() : null);
    }

    [Fact]
    public void Of_equal_prefixes_the_first_counts()
    {
        Table("10.0.0.0/8 10.0.0.0/8").TryFind(AddressValue.Parse("10.0.0.1"), out _, out int value);
        Assert.Equal(0, value);
    }

    [Fact]
    public void An_empty_table_finds_nothing()
    {
        Assert.False(Table("").TryFind(AddressValue.Parse("::"), out _, out _));
        Assert.False(Table("").TryFind(AddressValue.Parse("0.0.0.0"), out _, out _));
    }

    [Fact]
    public void It_agrees_with_looking_at_every_prefix()
    {
        var random = new Random(3);
        NetworkPrefix[] networks = [.. Enumerable.Range(0, 60).Select(_ => Network(random))];
        var table = new PrefixTable<int>(networks.Select((network, index) => (network, index)));
        int members = 0;
        for (int i = 0; i < 20_000; i++)
        {
            AddressValue address = Network(random).FirstAddress;
            NetworkPrefix? expected = networks.Where(network => network.Contains(address))
                .OrderByDescending(network => network.PrefixLength).Select(network => (NetworkPrefix?)network)
                .FirstOrDefault();
            bool found = table.TryFind(address, out NetworkPrefix network, out _);
            Assert.Equal(expected, found ? network : null);
            members += found ? 1 : 0;
        }

        Assert.InRange(members, 1_000, 19_000);
    }

    // Few leading bits, so that prefixes lie in each other.
    private static NetworkPrefix Network(Random random)
    {
        uint bits = (uint)random.Next(1 << 12) << 20;
        return random.Next(2) == 0
            ? NetworkPrefix.Containing(AddressValue.FromIPv4(bits), random.Next(4, 13))
            : NetworkPrefix.Containing(AddressValue.FromIPv6((UInt128)bits << 96), random.Next(4, 13));
    }

    private static PrefixTable<int> Table(string networks) => new(networks
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select((text, index) => (NetworkPrefix.Parse(text), index)));
}
