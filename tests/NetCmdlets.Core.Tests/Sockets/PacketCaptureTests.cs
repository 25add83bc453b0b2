using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Sockets;

public sealed class PacketCaptureTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task The_segments_of_the_port_are_seen_and_those_of_others_are_not(string address)
    {
        using var wanted = new TcpListener(IPAddress.Parse(address), 0);
        using var other = new TcpListener(IPAddress.Parse(address), 0);
        wanted.Start();
        other.Start();
        int port = ((IPEndPoint)wanted.LocalEndpoint).Port;
        using PacketCapture capture = Open(port);
        using var first = new TcpClient(wanted.LocalEndpoint.AddressFamily);
        using var second = new TcpClient(other.LocalEndpoint.AddressFamily);
        await second.ConnectAsync((IPEndPoint)other.LocalEndpoint).Within();
        await first.ConnectAsync((IPEndPoint)wanted.LocalEndpoint).Within();

        var seen = new List<TcpSegment>();
        await Until.TrueAsync(() => seen.Exists(segment => segment.Flags == "ACK"), () => Read(capture, seen));
        Assert.All(seen, segment => Assert.True(segment.Source.Port == port || segment.Destination.Port == port));
        Assert.Contains(seen, segment => segment.Flags == "SYN" && segment.Destination.Port == port);
        Assert.Contains(seen, segment => segment.Flags == "SYN,ACK" && segment.Source.Port == port);
    }

    [Fact]
    public async Task ICMP_is_seen()
    {
        using PacketCapture capture = Open(9);
        using var udp = new UdpClient();
        udp.Connect(IPAddress.Parse("127.0.0.77"), 9);
        await udp.SendAsync(new byte[1]).Within();
        // ICMP port unreachable about the datagram: an IPv4 header whose protocol is 1.
        bool found = false;
        await Until.TrueAsync(() => found, () =>
        {
            while (capture.TryRead(out ReadOnlySpan<byte> packet, out _, out _))
                found |= packet.Length > 20 && packet[9] == 1 && packet[20] == 3;
        });
    }

    private static void Read(PacketCapture capture, List<TcpSegment> seen)
    {
        while (capture.TryRead(out ReadOnlySpan<byte> packet, out _, out _))
        {
            if (TcpSegment.TryParse(packet, out TcpSegment segment))
                seen.Add(segment);
        }
    }

    private static PacketCapture Open(int port)
    {
        try
        {
            return PacketCapture.Open(port);
        }
        catch (NetException error)
        {
            Assert.Skip(error.Message);
            throw;
        }
    }
}
