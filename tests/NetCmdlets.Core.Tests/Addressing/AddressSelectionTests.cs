using System.Numerics;
using NetCmdlets.Addressing;
using Xunit;

namespace NetCmdlets.Core.Tests.Addressing;

public sealed class AddressSelectionTests
{
    private static readonly AddressRange Ten = AddressRange.Parse("10.0.0.1-10.0.0.10");

    [Theory]
    [InlineData(0, 1, null, null, "1 2 3 4 5 6 7 8 9 10")]
    [InlineData(0, 3, null, null, "1 4 7 10")]
    [InlineData(1, 3, null, null, "2 5 8")]
    [InlineData(0, 3, 2L, null, "1 4")]
    [InlineData(0, 3, null, 2L, "7 10")]
    [InlineData(2, 1, 4L, 2L, "5 6")]
    [InlineData(9, 1, null, null, "10")]
    [InlineData(10, 1, null, null, "")]
    [InlineData(0, 100, 9L, 9L, "1")]
    [InlineData(0, 1, 99L, 99L, "1 2 3 4 5 6 7 8 9 10")]
    public void Skip_then_step_then_first_then_last(int skip, int step, long? first, long? last, string hosts)
    {
        var slice = new AddressSlice(Ten, skip, step, first, last);
        Assert.Equal(hosts, string.Join(' ', slice.Addresses().Select(address => (byte)address.Bits)));
        Assert.Equal(slice.Addresses().Count(), slice.Count);
    }

    [Fact]
    public void The_whole_of_IPv6_is_counted_and_reached_at_both_ends()
    {
        AddressRange all = AddressRange.Parse("::/0");
        Assert.Equal(BigInteger.Pow(2, 128), new AddressSlice(all, 0, 1, null, null).Count);
        Assert.Equal("::", new AddressSlice(all, 0, 1, null, null).Addresses().First().ToString());
        Assert.Equal(
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            Assert.Single(new AddressSlice(all, 0, 1, null, 1).Addresses()).ToString());
        Assert.Equal(
            "::",
            Assert.Single(new AddressSlice(all, 0, BigInteger.Pow(2, 200), null, null).Addresses()).ToString());
    }

    [Fact]
    public void A_draw_of_all_is_every_address_once_in_another_order()
    {
        AddressValue[] drawn = [.. AddressSample.Draw(Ten, 99, new Random(1))];
        Assert.Equal(Ten, drawn.Order());
        Assert.NotEqual(Ten, drawn);
        Assert.Equal(drawn, AddressSample.Draw(Ten, 99, new Random(1)));
    }

    [Fact]
    public void A_draw_is_even_over_the_range()
    {
        var random = new Random(2);
        int[] hits = new int[11];
        for (int i = 0; i < 20_000; i++)
        {
            foreach (AddressValue address in AddressSample.Draw(Ten, 3, random))
                hits[(byte)address.Bits]++;
        }

        // 6,000 expected each, with a standard deviation of 65.
        Assert.All(hits[1..], count => Assert.InRange(count, 5_600, 6_400));
    }

    [Fact]
    public void A_draw_from_the_whole_of_IPv6_has_no_repeats()
    {
        AddressValue[] drawn = [.. AddressSample.Draw(AddressRange.Parse("::/0"), 1000, new Random(4))];
        Assert.Equal(1000, drawn.Distinct().Count());
        Assert.Contains(drawn, address => address.Bits >> 127 == 1);
    }
}
