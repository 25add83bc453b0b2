using System.Net;
using NetCmdlets.Operations.Handshake;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Handshake;

public sealed class IcmpReportTests
{
    // From 198.18.0.2: type 3, code 13 about a SYN from 198.18.0.1:40000 to 198.18.0.9:1006, its first 8 bytes.
    private const string ReportV4 = "45c00038000000004001000" + "0" + "c6120002" + "c6120001" + "030d000000000000"
        + "4500003c1c46400040060000" + "c6120001" + "c6120009" + "9c4003ee00000001";

    // From fd00::2: type 1, code 4 about a SYN from [fd00::1]:40000 to [fd00::9]:1006.
    private const string ReportV6 = "6000000000383a40" + "fd000000000000000000000000000002"
        + "fd000000000000000000000000000001" + "0104000000000000" + "6000000000280640"
        + "fd000000000000000000000000000001" + "fd000000000000000000000000000009" + "9c4003ee00000001";

    [Theory]
    [InlineData(
        ReportV4, "198.18.0.2", "198.18.0.1:40000", "198.18.0.9:1006", "ICMP administratively prohibited (3/13)")]
    [InlineData(ReportV6, "fd00::2", "[fd00::1]:40000", "[fd00::9]:1006", "ICMPv6 port unreachable (1/4)")]
    public void A_report_tells_who_says_what_of_which_segment(
        string packet, string reporter, string source, string destination, string text)
    {
        Assert.True(IcmpReport.TryParse(Convert.FromHexString(packet), out IcmpReport report));
        Assert.Equal(
            new IcmpReport(IPAddress.Parse(reporter), IPEndPoint.Parse(source), IPEndPoint.Parse(destination), text),
            report);
    }

    [Theory]
    [InlineData(3, 0, "ICMP network unreachable (3/0)")]
    [InlineData(3, 99, "ICMP destination unreachable (3/99)")]
    [InlineData(11, 0, "ICMP time exceeded (11/0)")]
    [InlineData(0, 0, null)] // an echo reply
    [InlineData(5, 1, null)] // a redirect: the packet went its way
    public void Only_what_tells_of_a_segment_that_went_nowhere_is_one(byte type, byte code, string? text)
    {
        byte[] packet = Convert.FromHexString(ReportV4);
        (packet[20], packet[21]) = (type, code);
        Assert.Equal(text is not null, IcmpReport.TryParse(packet, out IcmpReport report));
        Assert.Equal(text, report.Text);
    }

    [Theory]
    [InlineData(ReportV4, 52)]
    [InlineData(ReportV6, 92)]
    public void A_report_that_is_cut_before_the_ports_is_none(string packet, int ports)
    {
        byte[] whole = Convert.FromHexString(packet);
        for (int length = 0; length < whole.Length; length++)
            Assert.Equal(length >= ports, IcmpReport.TryParse(whole.AsSpan(0, length), out _));
    }

    [Fact]
    public void A_report_about_a_datagram_of_UDP_is_none()
    {
        byte[] packet = Convert.FromHexString(ReportV4);
        packet[28 + 9] = 17;
        Assert.False(IcmpReport.TryParse(packet, out _));
    }
}
