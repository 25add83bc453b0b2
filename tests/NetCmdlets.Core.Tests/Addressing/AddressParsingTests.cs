using System.Net;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Addressing;

public sealed class AddressParsingTests
{
    [Theory]
    [InlineData("0.0.0.0", 0u)]
    [InlineData("192.168.1.152", 0xC0A80198u)]
    [InlineData("255.255.255.255", uint.MaxValue)]
    public void IPv4_text_gives_its_bits(string text, uint bits)
    {
        Assert.Equal(AddressValue.FromIPv4(bits), AddressValue.Parse(text));
        Assert.Equal(text, AddressValue.FromIPv4(bits).ToString());
    }

    [Theory]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("1::", "1::")]
    [InlineData("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")]
    [InlineData("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("::ffff:c000:201", "::ffff:192.0.2.1")]
    [InlineData("64:ff9b::192.0.2.33", "64:ff9b::c000:221")]
    [InlineData("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("0001:0020:0300:4000::", "1:20:300:4000::")]
    public void IPv6_text_is_written_back_by_rfc_5952(string text, string canonical)
    {
        AddressValue value = AddressValue.Parse(text);
        Assert.Equal(canonical, value.ToString());
        Assert.Equal(IPAddress.Parse(text), value.ToIPAddress());
        Assert.Equal(value, AddressValue.FromIPAddress(IPAddress.Parse(text)));
    }

    [Theory]
    [InlineData("", AddressFault.Empty)]
    [InlineData("1.2.3", AddressFault.OctetCount)]
    [InlineData("1.2.3.4.5", AddressFault.OctetCount)]
    [InlineData("1..3.4", AddressFault.OctetEmpty)]
    [InlineData("1.2.3.", AddressFault.OctetEmpty)]
    [InlineData("1.2.3.4 ", AddressFault.OctetNotDecimal)]
    [InlineData("1.2.3.x", AddressFault.OctetNotDecimal)]
    [InlineData("1.2.3.\u0664", AddressFault.OctetNotDecimal)]
    [InlineData("1.2.3.04", AddressFault.OctetLeadingZero)]
    [InlineData("1.2.3.00", AddressFault.OctetLeadingZero)]
    [InlineData("300.1.2.3", AddressFault.OctetRange)]
    [InlineData("1.2.3.99999999999999999999", AddressFault.OctetRange)]
    [InlineData(":", AddressFault.LoneColon)]
    [InlineData(":1::", AddressFault.LoneColon)]
    [InlineData("1::2:", AddressFault.LoneColon)]
    [InlineData(":::", AddressFault.SecondDoubleColon)]
    [InlineData("1:::2", AddressFault.SecondDoubleColon)]
    [InlineData("1::2::3", AddressFault.SecondDoubleColon)]
    [InlineData("1:2:3:4:5:6:7", AddressFault.GroupCount)]
    [InlineData("1:2:3:4:5:6:7:8:9", AddressFault.GroupCount)]
    [InlineData("1:2:3:4:5:6:7:8::", AddressFault.GroupCount)]
    [InlineData("::1:2:3:4:5:6:7:8", AddressFault.GroupCount)]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4", AddressFault.GroupCount)]
    [InlineData("12345::", AddressFault.GroupTooLong)]
    [InlineData("g::1", AddressFault.GroupNotHexadecimal)]
    [InlineData("1::2/3", AddressFault.GroupNotHexadecimal)]
    [InlineData("::1.2.3.256", AddressFault.EmbeddedIPv4)]
    [InlineData("::1.2.3.4:5", AddressFault.EmbeddedIPv4)]
    [InlineData("::1.2.3", AddressFault.EmbeddedIPv4)]
    public void Wrong_text_is_refused_with_its_reason(string text, AddressFault fault)
    {
        Assert.False(AddressValue.TryParse(text, out _));
        Assert.Equal(fault, AddressParser.Parse(text, out _));
        NetException refusal = Assert.Throws<NetException>(() => AddressValue.Parse(text));
        Assert.Equal("InvalidAddress", refusal.Failure.ErrorId);
        Assert.Equal(text, refusal.Failure.Target);
        Assert.StartsWith($"'{text}' is not a valid address: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_of_a_valid_text_is_handled()
    {
        const string Text = "2001:db8:1:2:3:4:192.168.100.200";
        for (int length = 0; length <= Text.Length; length++)
        {
            bool accepted = AddressValue.TryParse(Text.AsSpan(0, length), out _);
            Assert.Equal(length is 30 or 31 or 32, accepted);
        }
    }

    [Fact]
    public void Addresses_sort_by_family_then_value()
    {
        AddressValue[] sorted = [.. "::1 10.0.0.1 :: 9.255.255.255 2001::".Split(' ')
            .Select(text => AddressValue.Parse(text)).Order()];
        Assert.Equal("9.255.255.255 10.0.0.1 :: ::1 2001::", string.Join(' ', sorted));
        Assert.NotEqual(AddressValue.FromIPv4(1), AddressValue.FromIPv6(1));
    }

    [Fact]
    public void Formatting_refuses_a_span_too_short_and_fills_one_that_fits()
    {
        AddressValue value = AddressValue.Parse("192.168.1.152");
        Assert.False(value.TryFormat(new char[12], out int none));
        Assert.Equal(0, none);
        char[] text = new char[13];
        Assert.True(value.TryFormat(text, out int written));
        Assert.Equal("192.168.1.152", new string(text, 0, written));
    }

    [Fact]
    public void Octets_other_than_4_or_16_are_refused() =>
        Assert.Throws<ArgumentException>(() => AddressValue.FromBytes(new byte[5]));

    [Fact]
    public void Parse_contains_and_format_allocate_nothing()
    {
        NetworkPrefix network = NetworkPrefix.Parse("2001:db8::/32");
        char[] text = new char[AddressValue.MaxTextLength];
        int hits = 0;
        Assert.Equal(0, Allocation.Of(() => hits = Exercise(network, text)));
        Assert.Equal(1000, hits);
    }

    private static int Exercise(NetworkPrefix network, char[] text)
    {
        int hits = 0;
        for (int i = 0; i < 1000; i++)
        {
            if (!AddressValue.TryParse("2001:db8::1:2", out AddressValue address)
                || !NetworkPrefix.TryParse("10.0.0.0/30", out NetworkPrefix parsed))
            {
                return -1;
            }

            address.TryFormat(text, out _);
            foreach (AddressValue host in parsed.Range)
            {
                hits += network.Contains(host) ? 1 : 0;
            }

            foreach (NetworkPrefix subnet in parsed.Subnets(32))
            {
                hits += subnet.CompareTo(parsed) < 0 ? 1 : 0;
            }

            hits += network.Contains(address) ? 1 : 0;
        }

        return hits;
    }
}
