using NetCmdlets.Protocols.Dns;
using Xunit;

namespace NetCmdlets.Core.Tests.Protocols;

public sealed class DnsNameTests
{
    [Theory]
    [InlineData(".", "00")]
    [InlineData("a", "016100")]
    [InlineData("a.", "016100")]
    [InlineData("Ab.c", "024162016300")]
    [InlineData(@"a\.b", "03612E6200")]
    [InlineData(@"\000\255\032", "0300FF2000")]
    [InlineData(@"\\.\@", "015C014000")]
    [InlineData("_sip._tcp", "045F736970045F74637000")]
    [InlineData("münchen.de", "0E786E2D2D6D6E6368656E2D337961026465" + "00")]
    [InlineData("münchen。de", "0E786E2D2D6D6E6368656E2D337961026465" + "00")]
    public void A_text_is_written_as_octets(string text, string hex)
    {
        Span<byte> wire = stackalloc byte[DnsName.MaximumBytes];
        int length = DnsName.Write(text, wire, out string? fault);

        Assert.Null(fault);
        Assert.Equal(hex, Convert.ToHexString(wire[..length]));
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("a..b", "it has an empty label")]
    [InlineData(".a", "it has an empty label")]
    [InlineData("..", "it has an empty label")]
    [InlineData(@"a\", "in the middle of an escape")]
    [InlineData(@"a\25", "in the middle of an escape")]
    [InlineData(@"a\256", "past \\255")]
    [InlineData(@"a\2x5", "in the middle of an escape")]
    [InlineData("a\u0378", "has no form in ASCII")]
    public void What_is_no_name_is_told(string text, string why)
    {
        Span<byte> wire = stackalloc byte[DnsName.MaximumBytes];
        DnsName.Write(text, wire, out string? fault);

        Assert.Contains(why, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_end_at_63_octets_and_names_at_255()
    {
        string label = new('a', 63);
        string longest = $"{label}.{label}.{label}.{new string('b', 61)}";

        Assert.Null(FaultOf(label));
        Assert.Contains("longer than 63", FaultOf(label + "a"), StringComparison.Ordinal);
        Assert.Null(FaultOf(longest));
        Assert.Null(FaultOf(longest + "."));
        Assert.Contains("longer than 255", FaultOf(longest + "b"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00", 0, ".", 1)]
    [InlineData("016100", 0, "a", 3)]
    [InlineData("0161C0000162C000", 4, "b.a", 0)]
    [InlineData("03612E62024022" + "00", 0, @"a\.b.\@\""", 8)]
    [InlineData("0300FF2000", 0, @"\000\255\032", 5)]
    public void Octets_are_read_as_text(string hex, int at, string text, int next)
    {
        // The third has a pointer that leads back to a name which itself ends in one.
        byte[] message = Convert.FromHexString(hex == "0161C0000162C000" ? "016100" + "00" + "0162C000" : hex);
        var reader = new DnsReader(message);
        reader.ReadBytes(at);

        Assert.Equal(text, reader.ReadName());
        Assert.Null(reader.Fault);
        Assert.Equal(next == 0 ? message.Length : next, reader.Position);
    }

    [Theory]
    [InlineData("", 0, "cut off")]
    [InlineData("01", 0, "cut off")]
    [InlineData("0161", 0, "cut off")]
    [InlineData("C0", 0, "pointer is cut off")]
    [InlineData("C000", 0, "does not lead back")]
    [InlineData("C002", 0, "does not lead back")]
    [InlineData("0161C000", 0, "does not lead back")]
    [InlineData("0161C004C000", 4, "does not lead back")]
    [InlineData("4000", 0, "type that is not in use")]
    [InlineData("8000", 0, "type that is not in use")]
    public void Octets_that_are_no_name_are_a_fault(string hex, int at, string why)
    {
        var reader = new DnsReader(Convert.FromHexString(hex));
        reader.ReadBytes(at);

        Assert.Equal("", reader.ReadName());
        Assert.Contains(why, reader.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Pointers_cannot_make_a_name_longer_than_255_octets()
    {
        // Five labels of 62 octets, each but the first followed by a pointer to the one before.
        var message = new List<byte> { 0 };
        int last = 0;
        for (int i = 0; i < 5; i++)
        {
            int start = message.Count;
            message.AddRange([62, .. new string('x', 62).Select(c => (byte)c), .. MessageBytes.Pointer(last)]);
            last = start;
        }

        var reader = new DnsReader(message.ToArray());
        reader.ReadBytes(last);
        reader.ReadName();
        Assert.Contains("longer than 255", reader.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xn--mnchen-3ya.de", "münchen.de")]
    [InlineData("www.example", "www.example")]
    [InlineData("xn--", "xn--")]
    [InlineData("xn--a.b", "xn--a.b")]
    public void A_labels_are_shown_in_Unicode_where_they_are_valid(string ascii, string shown)
        => Assert.Equal(shown, DnsName.ToUnicode(ascii));

    private static string? FaultOf(string text)
    {
        Span<byte> wire = stackalloc byte[DnsName.MaximumBytes];
        DnsName.Write(text, wire, out string? fault);
        return fault;
    }
}
