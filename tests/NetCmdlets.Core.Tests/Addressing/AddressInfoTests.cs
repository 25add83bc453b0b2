using System.Globalization;
using System.Net.Sockets;
using NetCmdlets.Addressing;
using Xunit;

namespace NetCmdlets.Core.Tests.Addressing;

public sealed class AddressInfoTests
{
    [Fact]
    public void An_IPv4_address_in_every_form()
    {
        AddressInfo info = Info("192.168.1.152");
        Assert.Equal(AddressFamily.InterNetwork, info.AddressFamily);
        Assert.Equal(3232235928, info.Integer);
        Assert.Equal("0xc0a80198", info.Hex);
        Assert.Equal("11000000.10101000.00000001.10011000", info.Binary);
        Assert.Equal("152.1.168.192.in-addr.arpa", info.ReversePointer);
        Assert.Equal("192.168.1.152", info.Exploded);
        Assert.Equal(AddressClass.C, info.Class);
        Assert.Equal("255.255.255.0", info.ClassMask);
        Assert.Equal("192.168.1.0/24", info.ClassNetwork);
        Assert.Equal(2_097_152, info.ClassNetworkCount);
        Assert.Equal(254, info.ClassHostCount);
        Assert.Equal(AddressScope.Private, info.Scope);
        Assert.Equal(("Private-Use", "RFC 1918"), (info.SpecialPurpose, info.SpecialPurposeRfc));
        Assert.Equal("192.168.0.0/16", info.SpecialPurposeNetwork);
        Assert.Equal(
            (true, true, true, false),
            (info.IsSource, info.IsDestination, info.IsForwardable, info.IsReservedByProtocol));
        Assert.True(info.IsPrivate);
        Assert.False(info.IsGlobal);
        Assert.Null(info.Ipv4Mapped);
        Assert.Null(info.HardwareAddress);
    }

    [Fact]
    public void An_IPv6_address_in_every_form()
    {
        AddressInfo info = Info("fe80::211:22ff:fe33:4455%eth0");
        Assert.Equal("fe80::211:22ff:fe33:4455%eth0", info.Address);
        Assert.Equal("fe80::211:22ff:fe33:4455", info.Compressed);
        Assert.Equal("fe80:0000:0000:0000:0211:22ff:fe33:4455", info.Exploded);
        Assert.Equal("eth0", info.ScopeId);
        Assert.Equal("0xfe80000000000000021122fffe334455", info.Hex);
        Assert.Equal("00:11:22:33:44:55", info.HardwareAddress);
        Assert.Equal(
            "5.5.4.4.3.3.e.f.f.f.2.2.1.1.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.e.f.ip6.arpa", info.ReversePointer);
        Assert.Null(info.Class);
        Assert.True(info.IsLinkLocal);
        Assert.Equal(AddressScope.LinkLocal, info.Scope);
    }

    [Theory]
    [InlineData("0.0.0.0", AddressClass.A, "255.0.0.0", 128, 16_777_214)]
    [InlineData("127.255.255.255", AddressClass.A, "255.0.0.0", 128, 16_777_214)]
    [InlineData("128.0.0.0", AddressClass.B, "255.255.0.0", 16_384, 65_534)]
    [InlineData("191.255.255.255", AddressClass.B, "255.255.0.0", 16_384, 65_534)]
    [InlineData("192.0.0.0", AddressClass.C, "255.255.255.0", 2_097_152, 254)]
    [InlineData("223.255.255.255", AddressClass.C, "255.255.255.0", 2_097_152, 254)]
    [InlineData("224.0.0.0", AddressClass.D, null, null, null)]
    [InlineData("239.255.255.255", AddressClass.D, null, null, null)]
    [InlineData("240.0.0.0", AddressClass.E, null, null, null)]
    [InlineData("255.255.255.255", AddressClass.E, null, null, null)]
    public void The_class_table(string address, AddressClass addressClass, string? mask, int? networks, int? hosts)
    {
        AddressInfo info = Info(address);
        Assert.Equal(addressClass, info.Class);
        Assert.Equal(mask, info.ClassMask);
        Assert.Equal(networks, info.ClassNetworkCount);
        Assert.Equal(hosts, info.ClassHostCount);
    }

    [Fact]
    public void The_parts_of_a_Teredo_address()
    {
        AddressInfo info = Info("2001:0:4136:e378:8000:63bf:3fff:fdd2");
        Assert.Equal("server 65.54.227.120, client 192.0.2.45:40000", info.Teredo);
        Assert.Equal("65.54.227.120", info.TeredoServer);
        Assert.Equal("192.0.2.45", info.TeredoClient);
        Assert.Equal(40000, info.TeredoPort);
        Assert.Equal(0x8000, EmbeddedAddress.TeredoOf(info.ToAddressValue())?.Flags);
        Assert.Null(Info("2001:1::").Teredo);
    }

    [Theory]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", null, null)]
    [InlineData("2002:c000:201::1", null, "192.0.2.1", null)]
    [InlineData("64:ff9b::192.0.2.33", null, null, "192.0.2.33")]
    [InlineData("64:ff9b:1::192.0.2.33", null, null, "192.0.2.33")]
    [InlineData("::192.0.2.1", null, null, null)]
    public void IPv4_addresses_within_IPv6_ones(string address, string? mapped, string? sixToFour, string? nat64)
    {
        AddressInfo info = Info(address);
        Assert.Equal(mapped, info.Ipv4Mapped);
        Assert.Equal(sixToFour, info.SixToFour);
        Assert.Equal(nat64, info.Nat64);
    }

    [Theory]
    [InlineData("2001:db8::211:22ff:fe33:4455", "00:11:22:33:44:55")]
    [InlineData("2001:db8::11:22ff:fe33:4455", "02:11:22:33:44:55")]
    [InlineData("2001:db8::1", null)]
    [InlineData("ff02::211:22ff:fe33:4455", null)]
    [InlineData("::211:22ff:fe33:4455", null)]
    public void The_hardware_address_of_a_modified_EUI64(string address, string? hardware) =>
        Assert.Equal(hardware, Info(address).HardwareAddress);

    [Theory]
    [InlineData("IsLoopback", "127.0.0.1 127.255.255.255 ::1 ::ffff:127.0.0.1", "126.0.0.1 ::2")]
    [InlineData("IsLinkLocal", "169.254.0.1 fe80::1 febf::1", "169.253.0.1 fec0::1")]
    [InlineData("IsSiteLocal", "fec0::1 feff::1", "fe80::1 10.0.0.1")]
    [InlineData("IsMulticast", "224.0.0.1 239.255.255.255 ff02::1", "223.0.0.1 fe80::1")]
    [InlineData("IsUnspecified", "0.0.0.0 :: ::ffff:0.0.0.0", "0.0.0.1 ::1")]
    [InlineData("IsReserved", "240.0.0.1 255.255.255.255 4000:: fe00:: ::5", "239.0.0.1 2001:db8:: fc00::1 ff00::")]
    [InlineData("IsPrivate", "10.0.0.1 0.0.0.0 192.0.2.1 fc00::1 ::1", "100.64.0.1 8.8.8.8 192.0.0.9 2606:4700::")]
    [InlineData("IsGlobal", "8.8.8.8 192.0.0.9 2606:4700:: 2001:20::1", "100.64.0.1 10.0.0.1 2001:db8::1 5f00::")]
    public void Yes_or_no(string property, string yes, string no)
    {
        Assert.All(yes.Split(' '), address => Assert.Equal(true, Value(address, property)));
        Assert.All(no.Split(' '), address => Assert.Equal(false, Value(address, property)));
    }

    [Theory]
    [InlineData("192.168.1.152")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("2001:db8::1")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("::")]
    public void Every_form_converts_back(string address)
    {
        AddressInfo info = Info(address);
        string integer = info.Integer.ToString(CultureInfo.InvariantCulture);
        Assert.All(
            [info.Compressed, info.Exploded, info.Hex, info.Binary, info.ReversePointer, integer, $"[{address}]"],
            form =>
            {
                Assert.Equal(AddressFault.None, AddressConversion.TryConvert(
                    form, info.ToAddressValue().IsIPv6, out AddressValue back, out _));
                Assert.Equal(info.ToAddressValue(), back);
            });
    }

    [Theory]
    [InlineData("0", "0.0.0.0")]
    [InlineData("4294967295", "255.255.255.255")]
    [InlineData("4294967296", "::1:0:0")]
    [InlineData("340282366920938463463374607431768211455", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("0xC0A80198", "192.168.1.152")]
    [InlineData("0x1", "0.0.0.1")]
    [InlineData("0x000000001", "::1")]
    [InlineData("11000000101010000000000110011000", "192.168.1.152")]
    [InlineData("0b11000000_10101000_00000001_10011000", "192.168.1.152")]
    [InlineData("11000000.10101000.00000001.|10011000", "192.168.1.152")]
    [InlineData("152.1.168.192.in-addr.arpa.", "192.168.1.152")]
    [InlineData("152.1.168.192.IN-ADDR.ARPA", "192.168.1.152")]
    public void Other_notations_are_addresses_too(string text, string expected)
    {
        Assert.Equal(
            AddressFault.None, AddressConversion.TryConvert(text, asIPv6: false, out AddressValue value, out _));
        Assert.Equal(expected, value.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("340282366920938463463374607431768211456")]
    [InlineData("0x")]
    [InlineData("0xg")]
    [InlineData("0x100000000000000000000000000000000")]
    [InlineData("1.168.192.in-addr.arpa")]
    [InlineData("1.2.ip6.arpa")]
    [InlineData("300.1.168.192.in-addr.arpa")]
    [InlineData("[::1")]
    [InlineData("10.0.0.0/8")]
    [InlineData(" 5")]
    public void What_is_no_address_in_any_notation_is_refused(string text) => Assert.NotEqual(
        AddressFault.None, AddressConversion.TryConvert(text, asIPv6: false, out _, out _));

    private static object? Value(string address, string property) =>
        typeof(AddressInfo).GetProperty(property)!.GetValue(Info(address));

    private static AddressInfo Info(string text)
    {
        Assert.Equal(AddressFault.None, AddressInfo.TryParse(text, out AddressInfo? info));
        return info!;
    }
}
