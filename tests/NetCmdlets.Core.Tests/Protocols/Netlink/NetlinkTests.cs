using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Protocols.Netlink;
using Xunit;

namespace NetCmdlets.Core.Tests.Protocols.Netlink;

/// <summary>
/// Messages as a Linux 6.18 kernel wrote them, in little-endian order: whole, cut at every octet, and with more behind.
/// </summary>
public sealed class NetlinkTests
{
    // The answer for 198.51.100.70 over a route with an MTU of 1280.
    private const string Answer =
        "7c0000001800000007000000a524000002200000fe0000010002000008000f00fe00000008000100c63364460800040003000000"
        + "08000700c000020508000500c00002090c0008000800020000050000080019000000000024000c00020000000000000000000000"
        + "0000000000000000000000000000000000000000";

    // The route 198.51.100.128/25 with two next hops.
    private const string Multipath =
        "500000001800000007000000a524000002190000fe0300010000000008000f00fe00000008000100c63364802400090010000000"
        + "0300000008000500c0000202100000000300000008000500c0000203";

    // The route 2001:db8:9::/48 via fe80::99 with the metric 10.
    private const string RouteIPv6 =
        "880000001800000007000000a52400000a300000fe0300010000000008000f00fe0000001400010020010db80009000000000000"
        + "00000000080006000a00000014000500fe800000000000000000000000000099080004000300000024000c000000000000000000"
        + "0000000000000000000000000000000000000000000000000500140000000000";

    // EINVAL for 203.0.113.1, with the request.
    private const string Refusal =
        "380000000200000007000000a5240000eaffffff" + Request;

    private const string Request = "240000001a000100070000000000000002200000000000000010000008000100cb007101";

    private const string Address =
        "580000001400020007000000a5240000021880000300000008000100c000020508000200c000020508000400c00002ff09000300"
        + "6574683000000000080008008000000014000600ffffffffffffffff8605030086050300";

    private const string Link =
        "640000001000020007000000a524000000000100030000004310010000000000090003006574683000000000050010000600000008"
        + "000400780500000a00010002005e10000100000a000200ffffffffffff000010001200090001007665746800000000";

    private const string Done = "140000000300020007000000a524000000000000";

    public static TheoryData<string> Messages => [Answer, Multipath, RouteIPv6, Refusal, Address, Link, Done];

    [Fact]
    public void An_answer_is_read_whole()
    {
        RouteRecord route = Read(Answer, NetlinkType.NewRoute, RouteRecord.Read);
        Assert.Equal(
            new RouteRecord
            {
                Prefix = NetworkPrefix.Parse("198.51.100.70/32"),
                Type = RouteType.Unicast,
                Table = 254,
                InterfaceIndex = 3,
                Gateway = AddressValue.Parse("192.0.2.9"),
                PreferredSource = AddressValue.Parse("192.0.2.5"),
                Mtu = 1280,
                NextHops = route.NextHops,
            },
            route);
        Assert.Empty(route.NextHops);
    }

    [Fact]
    public void Next_hops_that_share_a_route_are_read()
    {
        RouteRecord route = Read(Multipath, NetlinkType.NewRoute, RouteRecord.Read);
        Assert.Equal("198.51.100.128/25", route.Prefix.ToString());
        Assert.Null(route.Gateway);
        Assert.Equal([(3, AddressValue.Parse("192.0.2.2")), (3, AddressValue.Parse("192.0.2.3"))], route.NextHops);
    }

    [Fact]
    public void An_IPv6_route_is_read()
    {
        RouteRecord route = Read(RouteIPv6, NetlinkType.NewRoute, RouteRecord.Read);
        Assert.Equal("2001:db8:9::/48", route.Prefix.ToString());
        Assert.Equal((10u, 3, AddressValue.Parse("fe80::99")), (route.Metric, route.InterfaceIndex, route.Gateway));
    }

    [Fact]
    public void A_next_hop_of_the_other_family_is_read()
    {
        // RTA_VIA (18) of 20 + 2 octets in the place of RTA_GATEWAY: the family, then fe80::99.
        byte[] body = Convert.FromHexString(
            "02180000fe0300010000000008000100c6336400" + "160012000a00fe8000000000000000000000000000990000");
        RouteRecord route = RouteRecord.Read(body)!;
        Assert.Equal(("198.51.100.0/24", AddressValue.Parse("fe80::99")), (route.Prefix.ToString(), route.Gateway));
    }

    [Fact]
    public void A_refusal_is_read()
    {
        var reader = new NetlinkReader(Convert.FromHexString(Refusal));
        Assert.True(reader.TryRead(out NetlinkHeader header, out ReadOnlySpan<byte> body));
        Assert.Equal(new NetlinkHeader(NetlinkType.Error, NetlinkFlags.None, 7), header);
        Assert.Equal(22, NetlinkReader.ErrorOf(body));
    }

    [Fact]
    public void An_address_is_read()
        => Assert.Equal(
            new LinkAddressRecord(3, PrefixedAddress.Parse("192.0.2.5/24")),
            Read(Address, NetlinkType.NewAddress, LinkAddressRecord.Read));

    [Fact]
    public void An_interface_is_read()
    {
        LinkRecord link = Read(Link, NetlinkType.NewLink, LinkRecord.Read);
        Assert.Equal(
            (3, "eth0", 1, 1400, "veth", null),
            (link.Index, link.Name, link.HardwareType, link.Mtu, link.Kind, link.Alias));
        Assert.Equal([2, 0, 0x5e, 0x10, 0, 1], link.HardwareAddress);
        Assert.Equal(
            LinkFlags.Up | LinkFlags.Running | LinkFlags.LowerUp | LinkFlags.Broadcast | LinkFlags.Multicast, link.Flags);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_cut_short_anywhere_is_refused(string message)
    {
        byte[] whole = Convert.FromHexString(message);
        for (int length = 1; length < whole.Length; length++)
        {
            NetException error = Assert.Throws<NetException>(() => ReadAll(whole.AsSpan(0, length)));
            Assert.Equal(FailureKind.ProtocolError, error.Kind);
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_whose_length_was_cut_with_it_is_refused_or_read_but_never_read_past(string message)
    {
        byte[] whole = Convert.FromHexString(message);
        for (int length = NetlinkHeader.Size; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            BitConverter.TryWriteBytes(cut, length);
            try
            {
                ReadAll(cut);
            }
            catch (NetException error)
            {
                Assert.Equal(FailureKind.ProtocolError, error.Kind);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Messages_that_come_together_are_told_apart(string message)
        => Assert.Equal(3, ReadAll(Convert.FromHexString(message + Done + message)));

    [Theory]
    [MemberData(nameof(Messages))]
    public void What_is_behind_a_message_and_is_none_is_refused(string message)
        => Assert.Equal(
            FailureKind.ProtocolError,
            Assert.Throws<NetException>(() => ReadAll(Convert.FromHexString(message + "00000000"))).Kind);

    [Theory]
    [InlineData("0300000000000000070000000000000000000000")]
    [InlineData("0000000000000000070000000000000000000000")]
    [InlineData("ffffffff00000000070000000000000000000000")]
    public void A_length_that_cannot_be_is_refused(string message)
        => Assert.Throws<NetException>(() => ReadAll(Convert.FromHexString(message)));

    [Theory]
    [InlineData("03000100")]
    [InlineData("00000100")]
    [InlineData("09000100c0000201")]
    [InlineData("07000100c00002")]
    [InlineData("06000400c000")]
    public void An_attribute_that_cannot_be_is_refused(string attribute)
        => Assert.Throws<NetException>(
            () => RouteRecord.Read(Convert.FromHexString("02200000fe03000100000000" + attribute)));

    [Fact]
    public void A_prefix_longer_than_its_family_is_refused()
        => Assert.Throws<NetException>(() => RouteRecord.Read(Convert.FromHexString("02210000fe03000100000000")));

    [Fact]
    public void Other_families_are_left_out()
    {
        Assert.Null(RouteRecord.Read(Convert.FromHexString("1c200000fe03000100000000")));
        Assert.Null(LinkAddressRecord.Read(Convert.FromHexString("1c18800003000000")));
    }

    [Fact]
    public void A_request_is_written_as_the_kernel_takes_it()
        => Assert.Equal(
            Request,
            Convert.ToHexString(NetlinkRequest.Route(7, AddressValue.Parse("203.0.113.1"), null, 0, match: false)),
            ignoreCase: true);

    [Fact]
    public void A_request_with_a_source_and_an_interface_is_written()
        => Assert.Equal(
            "4c0000001a00010007000000000000000a80800000000000" + "00200000"
            + "1400010020010db8000000000000000000000001" + "1400020020010db8000000000000000000000002"
            + "0800040003000000",
            Convert.ToHexString(NetlinkRequest.Route(
                7, AddressValue.Parse("2001:db8::1"), AddressValue.Parse("2001:db8::2"), 3, match: true)),
            ignoreCase: true);

    private static T Read<T>(string message, NetlinkType type, RecordReader<T> read)
        where T : class
    {
        var reader = new NetlinkReader(Convert.FromHexString(message));
        Assert.True(reader.TryRead(out NetlinkHeader header, out ReadOnlySpan<byte> body));
        Assert.Equal((type, 7u), (header.Type, header.Sequence));
        T? found = read(body);
        Assert.NotNull(found);
        Assert.False(reader.TryRead(out _, out _));
        return found;
    }

    private static int ReadAll(ReadOnlySpan<byte> data)
    {
        int count = 0;
        var reader = new NetlinkReader(data);
        while (reader.TryRead(out NetlinkHeader header, out ReadOnlySpan<byte> body))
        {
            count++;
            _ = header.Type switch
            {
                NetlinkType.NewRoute => RouteRecord.Read(body),
                NetlinkType.NewAddress => LinkAddressRecord.Read(body),
                NetlinkType.NewLink => LinkRecord.Read(body),
                _ => (object)NetlinkReader.ErrorOf(body),
            };
        }

        return count;
    }

    private delegate T? RecordReader<T>(ReadOnlySpan<byte> body)
        where T : class;
}
