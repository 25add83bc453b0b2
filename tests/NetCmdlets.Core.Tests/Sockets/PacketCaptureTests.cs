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

    [Fact]
    public async Task Each_packet_has_the_time_at_which_it_went_by()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using PacketCapture capture = Open(((IPEndPoint)listener.LocalEndpoint).Port);
        long before = Now();
        for (int client = 0; client < 20; client++)
        {
            using var one = new TcpClient();
            await one.ConnectAsync((IPEndPoint)listener.LocalEndpoint).Within();
        }

        // Read late, they have not the time of the reading. The last of them may still have been under way.
        long after = Now();
        await Task.Delay(50, TestContext.Current.CancellationToken);
        var times = new List<long>();
        while (capture.TryRead(out _, out _, out long nanoseconds))
            times.Add(nanoseconds);
        Assert.True(times.Count >= 20 * 6);
        Assert.InRange(times[0], before, after);
        Assert.True(times[20 * 3] <= after);

        static long Now() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
    }

    [Fact]
    public async Task More_packets_than_the_ring_has_frames_are_seen_as_they_come()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(100);
        using PacketCapture capture = Open(((IPEndPoint)listener.LocalEndpoint).Port);
        int acknowledged = 0;
        for (int client = 0; client < 900; client++)
        {
            using var one = new TcpClient();
            await one.ConnectAsync((IPEndPoint)listener.LocalEndpoint).Within();
            (await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken)).Dispose();
            acknowledged += Answers(capture);
        }

        Assert.Equal(900, acknowledged);
    }

    private static int Answers(PacketCapture capture)
    {
        int answers = 0;
        while (capture.TryRead(out ReadOnlySpan<byte> packet, out bool isOutgoing, out _))
        {
            if (isOutgoing && TcpSegment.TryParse(packet, out TcpSegment segment) && segment.Flags == "SYN,ACK")
                answers++;
        }

        return answers;
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
