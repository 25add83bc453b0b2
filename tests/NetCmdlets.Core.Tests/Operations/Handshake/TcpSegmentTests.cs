using System.Net;
using NetCmdlets.Operations.Handshake;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Handshake;

public sealed class TcpSegmentTests
{
    // SYN from 127.0.0.1:33396 to 127.0.0.1:39535 with the options that Linux sends: MSS, SACK permitted, time stamps,
    // a NOP and the window scale.
    private static readonly byte[] SynIPv4 = Convert.FromHexString(
        "4500003c1c4640004006205f7f0000017f000001" + "82749a6fa31824c500000000a002ffd700000000"
        + "0204ffd70402080a1d00a3760000000001030" + "30a");

    private static readonly byte[] ResetIPv6 = Convert.FromHexString(
        "6000000000140640" + "00000000000000000000000000000001" + "00000000000000000000000000000001"
        + "0009bb948000000012345678501400000000" + "0000");

    [Fact]
    public void A_SYN_over_IPv4_is_read_with_its_options()
    {
        Assert.True(TcpSegment.TryParse(SynIPv4, out TcpSegment segment));
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:33396"), segment.Source);
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:39535"), segment.Destination);
        Assert.Equal((0xa31824c5u, 0u), (segment.Sequence, segment.Acknowledgment));
        Assert.Equal(("SYN", 0xffd7, 0), (segment.Flags, segment.Window, segment.PayloadBytes));
        Assert.Equal(
            new TcpOptions("mss 65495, sackOK, TS val 486581110 ecr 0, wscale 10", 65495, 10, true, 486581110, 0),
            segment.Options);
        Assert.False(segment.IsAcknowledging);
    }

    [Fact]
    public void A_reset_over_IPv6_is_read()
    {
        Assert.True(TcpSegment.TryParse(ResetIPv6, out TcpSegment segment));
        Assert.Equal(IPEndPoint.Parse("[::1]:9"), segment.Source);
        Assert.Equal(IPEndPoint.Parse("[::1]:48020"), segment.Destination);
        Assert.Equal((0x80000000u, 0x12345678u), (segment.Sequence, segment.Acknowledgment));
        Assert.Equal(("RST,ACK", 0, ""), (segment.Flags, segment.Window, segment.Options.Text));
        Assert.True(segment.IsAcknowledging);
    }

    [Fact]
    public void A_packet_that_is_cut_anywhere_is_no_segment()
    {
        for (int length = 0; length < SynIPv4.Length; length++)
            Assert.False(TcpSegment.TryParse(SynIPv4.AsSpan(0, length), out _), $"{length} bytes");
        for (int length = 0; length < ResetIPv6.Length; length++)
            Assert.False(TcpSegment.TryParse(ResetIPv6.AsSpan(0, length), out _), $"{length} bytes");
    }

    [Theory]
    [InlineData(9, 17)] // UDP
    [InlineData(0, 0x55)] // version 5
    [InlineData(0, 0x41)] // a header of 4 bytes
    [InlineData(7, 1)] // a later fragment
    [InlineData(32, 0x10)] // a TCP header of 4 bytes
    [InlineData(32, 0xF0)] // a TCP header beyond the packet
    public void Another_packet_is_no_segment(int offset, byte value)
    {
        byte[] packet = [.. SynIPv4];
        packet[offset] = value;
        Assert.False(TcpSegment.TryParse(packet, out _));
    }

    [Theory]
    [InlineData("0200", "malformed")]
    [InlineData("02FF", "malformed")]
    [InlineData("01010101", "")]
    [InlineData("00020405", "")]
    [InlineData("FE020101", "option 254")]
    [InlineData("02030101", "option 2")]
    public void Options_that_are_none_end_nothing(string options, string expected)
    {
        byte[] packet = [.. SynIPv4];
        Array.Fill(packet, (byte)1, 40, 20);
        byte[] bytes = Convert.FromHexString(options);
        bytes.CopyTo(packet, 40);
        if (expected == "malformed" || bytes[0] == 0)
            Array.Fill(packet, (byte)0, 40 + bytes.Length, 20 - bytes.Length);
        Assert.True(TcpSegment.TryParse(packet, out TcpSegment segment));
        Assert.Equal(expected, segment.Options.Text);
        Assert.Null(segment.Options.MaximumSegmentSize);
    }

    [Fact]
    public void Random_packets_never_throw()
    {
        var random = new Random(99);
        byte[] packet = new byte[80];
        for (int run = 0; run < 100_000; run++)
        {
            random.NextBytes(packet);
            packet[0] = (byte)(run % 2 == 0 ? 0x45 : 0x60);
            packet[run % 2 == 0 ? 9 : 6] = 6;
            _ = TcpSegment.TryParse(packet.AsSpan(0, random.Next(81)), out _);
            packet[run % 2 == 0 ? 9 : 6] = (byte)(run % 2 == 0 ? 1 : 58);
            packet[run % 2 == 0 ? 20 : 40] = (byte)random.Next(1, 4);
            _ = IcmpReport.TryParse(packet.AsSpan(0, random.Next(81)), out _);
        }
    }
}
