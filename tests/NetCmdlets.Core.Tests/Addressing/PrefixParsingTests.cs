using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using Xunit;

namespace NetCmdlets.Core.Tests.Addressing;

public sealed class PrefixParsingTests
{
    [Theory]
    [InlineData("192.168.1.152/24", "192.168.1.152/24")]
    [InlineData("192.168.1.152/255.255.255.0", "192.168.1.152/24")]
    [InlineData("192.168.1.152 255.255.255.0", "192.168.1.152/24")]
    [InlineData("192.168.1.152 \t 0.0.0.255", "192.168.1.152/24")]
    [InlineData("192.168.1.152 24", "192.168.1.152/24")]
    [InlineData("10.0.0.1/024", "10.0.0.1/24")]
    [InlineData("10.0.0.1/0.0.0.0", "10.0.0.1/0")]
    [InlineData("10.0.0.1/255.255.255.255", "10.0.0.1/32")]
    [InlineData("10.0.0.1/0.0.0.1", "10.0.0.1/31")]
    [InlineData("10.0.0.1/127.255.255.255", "10.0.0.1/1")]
    [InlineData("10.0.0.1/128.0.0.0", "10.0.0.1/1")]
    [InlineData("2001:db8::1/48", "2001:db8::1/48")]
    [InlineData("2001:db8::1/ffff:ffff::", "2001:db8::1/32")]
    [InlineData("::/0", "::/0")]
    [InlineData("fe80::1%eth0/64", "fe80::1/64")]
    [InlineData("::1", "::1/128")]
    [InlineData("10.1.2.3", "10.1.2.3/32")]
    public void Address_and_mask_in_any_notation(string text, string expected) =>
        Assert.Equal(expected, PrefixedAddress.Parse(text).ToString());

    [Theory]
    [InlineData("10.1.2.3", 8)]
    [InlineData("127.0.0.1", 8)]
    [InlineData("128.0.0.1", 16)]
    [InlineData("172.16.5.4", 16)]
    [InlineData("192.168.1.152", 24)]
    [InlineData("223.255.255.255", 24)]
    [InlineData("224.0.0.1", 32)]
    [InlineData("240.0.0.1", 32)]
    [InlineData("2001:db8::1", 128)]
    public void A_bare_address_has_the_mask_of_its_class_where_asked(string text, int length)
    {
        PrefixedAddress value = PrefixedAddress.Parse(text, BareAddressMeaning.ClassNetwork);
        Assert.Equal(length, value.PrefixLength);
    }

    [Theory]
    [InlineData("300.1.2.3/24", AddressFault.OctetRange, "octet 300 is over 255")]
    [InlineData("10.0.0.0/33", AddressFault.PrefixRange, "prefix length 33 is over 32")]
    [InlineData("::/129", AddressFault.PrefixRange, "prefix length 129 is over 128")]
    [InlineData("10.0.0.0/99999999999999999999", AddressFault.PrefixRange, "is over 32")]
    [InlineData("10.0.0.0/255.0.255.0", AddressFault.MaskHoles, "mask 255.0.255.0 has holes")]
    [InlineData("10.0.0.0 255.255.0.255", AddressFault.MaskHoles, "mask 255.255.0.255 has holes")]
    [InlineData("::/ffff:0:ffff::", AddressFault.MaskHoles, "mask ffff:0:ffff:: has holes")]
    [InlineData("10.0.0.0/", AddressFault.PrefixEmpty, "nothing follows the '/'")]
    [InlineData("10.0.0.0/8/8", AddressFault.SecondSlash, "more than one '/'")]
    [InlineData("10.0.0.0 /8", AddressFault.MaskFormat, "'/8' is neither a prefix length nor a mask")]
    [InlineData("10.0.0.0/-1", AddressFault.MaskFormat, "'-1' is neither a prefix length nor a mask")]
    [InlineData("10.0.0.0/ffff::", AddressFault.MaskFormat, "'ffff::' is neither")]
    [InlineData("::/255.0.0.0", AddressFault.MaskFormat, "'255.0.0.0' is neither a prefix length nor an IPv6 mask")]
    [InlineData("10.0.0/8", AddressFault.OctetCount, "has 4 octets, this has 3")]
    [InlineData("10.0.0.010/8", AddressFault.OctetLeadingZero, "octet '010' has a leading zero")]
    [InlineData("1:2:3/64", AddressFault.GroupCount, "has 8 groups or a '::', this has 3")]
    [InlineData("12345::/16", AddressFault.GroupTooLong, "group '12345' has more than 4 digits")]
    [InlineData("::1.2.3.999/64", AddressFault.EmbeddedIPv4, "octet 999 is over 255")]
    [InlineData("fe80::1%/64", AddressFault.Scope, "scope id is empty")]
    [InlineData("10.0.0.1%eth0/8", AddressFault.Scope, "an IPv4 address has no scope id")]
    [InlineData("localhost", AddressFault.OctetNotDecimal, "it is a name, not an address")]
    [InlineData("", AddressFault.Empty, "it is empty")]
    public void A_refusal_names_the_part_that_is_wrong(string text, AddressFault fault, string words)
    {
        Assert.Equal(fault, PrefixParser.Parse(text, BareAddressMeaning.Host, out _, out _));
        Assert.False(PrefixedAddress.TryParse(text, BareAddressMeaning.Host, out _));
        NetException refusal = Assert.Throws<NetException>(() => PrefixedAddress.Parse(text));
        Assert.Equal("InvalidSubnet", refusal.Failure.ErrorId);
        Assert.Equal(text, refusal.Failure.Target);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(". Write ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_very_long_text_is_quoted_in_part()
    {
        NetException refusal = Assert.Throws<NetException>(
            () => PrefixedAddress.Parse(new string('x', 100_000)));
        Assert.InRange(refusal.Message.Length, 80, 400);
    }

    [Theory]
    [InlineData("10.0.0.1-10.0.0.9", "10.0.0.1-10.0.0.9")]
    [InlineData("10.0.0.1 - 10.0.0.9", "10.0.0.1-10.0.0.9")]
    [InlineData("10.0.0.0/30", "10.0.0.0-10.0.0.3")]
    [InlineData("fe80::%a-b/126", "fe80::-fe80::3")]
    [InlineData("::1-::ffff", "::1-::ffff")]
    public void A_range_is_two_addresses_or_a_network(string text, string expected) =>
        Assert.Equal(expected, AddressRange.Parse(text).ToString());

    [Theory]
    [InlineData("10.0.0.9-10.0.0.1")]
    [InlineData("10.0.0.1-::1")]
    public void A_range_that_goes_down_is_refused(string text)
    {
        NetException refusal = Assert.Throws<NetException>(() => AddressRange.Parse(text));
        Assert.Contains("from its lowest address to its highest", refusal.Message, StringComparison.Ordinal);
    }
}
