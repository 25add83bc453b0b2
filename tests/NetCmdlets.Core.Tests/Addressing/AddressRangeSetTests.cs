using NetCmdlets.Addressing;
using Xunit;

namespace NetCmdlets.Core.Tests.Addressing;

public sealed class AddressRangeSetTests
{
    [Theory]
    [InlineData("10.0.1.0/24 10.0.0.0/24", "10.0.0.0/23")]
    [InlineData("10.0.0.0/24 10.0.0.128/25 10.0.0.7", "10.0.0.0/24")]
    [InlineData("10.0.0.0/24 10.0.2.0/24", "10.0.0.0/24 10.0.2.0/24")]
    [InlineData("10.0.1.0/24 10.0.2.0/24", "10.0.1.0/24 10.0.2.0/24")]
    [InlineData("0.0.0.0/1 128.0.0.0/1", "0.0.0.0/0")]
    [InlineData("::/1 8000::/1 0.0.0.0/0", "0.0.0.0/0 ::/0")]
    [InlineData("255.255.255.255 ::", "255.255.255.255/32 ::/128")]
    [InlineData("10.0.0.1-10.0.0.4 10.0.0.3-10.0.0.6", "10.0.0.1/32 10.0.0.2/31 10.0.0.4/31 10.0.0.6/32")]
    [InlineData("", "")]
    public void Collapse_gives_the_fewest_networks(string networks, string expected) =>
        Assert.Equal(expected, string.Join(' ', AddressRangeSet.Collapse(Ranges(networks))));

    [Theory]
    [InlineData("10.0.0.0/24", "10.0.0.0/26", "10.0.0.64/26 10.0.0.128/25")]
    [InlineData("10.0.0.0/24", "10.0.0.0/8", "")]
    [InlineData("10.0.0.0/24", "10.0.1.0/24 9.0.0.0/8", "10.0.0.0/24")]
    [InlineData("10.0.0.0/24", "::/0", "10.0.0.0/24")]
    [InlineData("10.0.0.0/29", "10.0.0.1 10.0.0.6-10.0.0.20", "10.0.0.0/32 10.0.0.2/31 10.0.0.4/31")]
    [InlineData("255.255.255.254/31", "255.255.255.255", "255.255.255.254/32")]
    [InlineData("::/0", "::/1", "8000::/1")]
    [InlineData("::/0", "8000::/1", "::/1")]
    public void Subtract_leaves_what_is_in_no_hole(string network, string holes, string expected)
    {
        IEnumerable<AddressRange> rest = AddressRangeSet.Subtract(AddressRange.Parse(network), Ranges(holes));
        Assert.Equal(expected, string.Join(' ', rest.SelectMany(range => range.ToPrefixes())));
    }

    [Fact]
    public void A_hundred_thousand_shuffled_networks_collapse_into_the_range_they_are()
    {
        NetworkPrefix[] shuffled = [.. NetworkPrefix.Parse("10.0.0.0/7").Subnets(24).Take(100_000)];
        new Random(5).Shuffle(shuffled);
        NetworkPrefix[] collapsed = [.. AddressRangeSet.Collapse(shuffled.Select(network => network.Range))];
        Assert.Equal(
            "10.0.0.0/8 11.0.0.0/9 11.128.0.0/14 11.132.0.0/15 11.134.0.0/17 11.134.128.0/19",
            string.Join(' ', collapsed));
        Assert.Equal(100_000, collapsed.Sum(network => (int)(network.AddressCount / 256)));
    }

    private static IEnumerable<AddressRange> Ranges(string texts) =>
        texts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => AddressRange.Parse(text));
}
