using System.Buffers.Binary;
using System.Net;
using NetCmdlets.Operations.Handshake;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Handshake;

public sealed class HandshakeTraceTests
{
    private const int Syn = 2;
    private const int Rst = 4;
    private const int Ack = 16;
    private static readonly IPEndPoint Ours = IPEndPoint.Parse("10.0.0.1:40000");
    private static readonly IPEndPoint Peer = IPEndPoint.Parse("10.0.0.2:80");

    [Fact]
    public void The_handshakes_segments_are_picked_out_of_all_and_nothing_after_them()
    {
        var trace = new HandshakeTrace(Peer, Ours);
        trace.Take(Packet(IPEndPoint.Parse("10.0.0.1:39999"), Peer, Syn), true, 1_000);
        trace.Take(Packet(Ours, Peer, Syn, sequence: 7), true, 2_000);
        trace.Take(Packet(Ours, IPEndPoint.Parse("10.0.0.2:81"), Syn), true, 2_500);
        trace.Take(Packet(Peer, Ours, Syn | Ack, sequence: 99, acknowledgment: 8), false, 12_300);
        trace.Take(Packet(Ours, Peer, Ack, sequence: 8, acknowledgment: 100), true, 15_000);
        trace.Take(Packet(Peer, Ours, Ack, sequence: 100, acknowledgment: 8, data: 10), false, 20_000);

        Assert.Equal(["SYN", "SYN,ACK", "ACK"], trace.Segments.Select(segment => segment.Flags));
        Assert.Equal([0, 103, 130], trace.Segments.Select(segment => segment.Time.Ticks));
        Assert.Equal([true, false, true], trace.Segments.Select(segment => segment.Sent));
        Assert.Equal([7u, 99u, 8u], trace.Segments.Select(segment => segment.SequenceNumber));
        Assert.Equal([null, 8u, 100u], trace.Segments.Select(segment => segment.AcknowledgmentNumber));
        Assert.Equal(DateTime.UnixEpoch.AddTicks(20), trace.Segments[0].SeenAt.ToUniversalTime());
        Assert.Equal(Ours, trace.Local);
    }

    [Fact]
    public void Loopback_shows_each_segment_twice_and_it_counts_once()
    {
        var trace = new HandshakeTrace(Peer, null);
        foreach (bool isOutgoing in new[] { true, false })
            trace.Take(Packet(Ours, Peer, Syn), isOutgoing, 1_000);
        foreach (bool isOutgoing in new[] { true, false })
            trace.Take(Packet(Peer, Ours, Rst | Ack), isOutgoing, 2_000);

        Assert.Equal(["SYN", "RST,ACK"], trace.Segments.Select(segment => segment.Flags));
        Assert.Equal(Ours, trace.Local);
    }

    [Fact]
    public void A_SYN_that_is_sent_again_is_there_again()
    {
        var trace = new HandshakeTrace(Peer, null);
        trace.Take(Packet(Ours, Peer, Syn), true, 0);
        trace.Take(Packet(Ours, Peer, Syn), true, 1_000_000_000);

        Assert.Equal([0, 1], trace.Segments.Select(segment => segment.Time.TotalSeconds));
    }

    [Fact]
    public void What_ICMP_says_of_the_SYN_is_a_part_and_of_another_is_none()
    {
        var trace = new HandshakeTrace(Peer, null);
        byte[] syn = Packet(Ours, Peer, Syn);
        trace.Take(syn, true, 0);
        trace.Take(Report(Packet(IPEndPoint.Parse("10.0.0.1:39999"), Peer, Syn)), false, 10);
        trace.Take(Report(syn), true, 20);
        trace.Take(Report(syn), false, 30_000);

        HandshakeSegment report = Assert.Single(trace.Segments.Skip(1));
        Assert.Equal("ICMP host unreachable (3/1)", report.Icmp);
        Assert.Equal("ICMP host unreachable (3/1) from 10.0.0.9", $"{report}");
        Assert.Equal(IPAddress.Parse("10.0.0.9"), report.Source);
        Assert.Null(report.Flags);
        Assert.Null(report.SequenceNumber);
    }

    [Fact]
    public void The_ladder_has_an_arrow_for_each_segment_between_two_lines()
    {
        HandshakeSegment[] segments =
        [
            Segment(0, sent: true) with
            {
                Flags = "SYN",
                SequenceNumber = 4294967295,
                Window = 65535,
                Options = "mss 1460",
            },
            Segment(169, sent: false) with
            {
                Flags = "SYN,ACK",
                SequenceNumber = 4294967294,
                AcknowledgmentNumber = 4294967295,
                Window = 65535,
                Options = "mss 65495, sackOK, TS val 4294967295 ecr 4294967295, wscale 14",
            },
            Segment(25_000_000, sent: false) with { Icmp = "ICMP host unreachable (3/1)" },
        ];
        Assert.Equal(
            """
                       10.0.0.1:40000                                           10.0.0.2:80
                0.0 us |-- SYN seq=4294967295 win=65535 --------------------------------->|
                       |   mss 1460                                                       |
               16.9 us |<- SYN,ACK seq=4294967294 ack=4294967295 win=65535 ---------------|
                       |   mss 65495, sackOK, TS val 4294967295 ecr 4294967295, wscale 14 |
               2.500 s |<- ICMP host unreachable (3/1) from 10.0.0.9 ---------------------|
            """.ReplaceLineEndings("\n"),
            string.Join('\n', HandshakeLadder.Draw(Ours, Peer, segments)));
    }

    [Fact]
    public void End_points_too_long_for_one_line_have_two()
    {
        var far = IPEndPoint.Parse("[2001:db8:1111:2222:3333:4444:5555:6666]:65535");
        IReadOnlyList<string> lines = HandshakeLadder.Draw(far, far, []);
        Assert.Equal([$"           {far}", $"                                 {far}"], lines);
    }

    private static HandshakeSegment Segment(long ticks, bool sent) => new()
    {
        Time = new TimeSpan(ticks),
        SeenAt = DateTime.UnixEpoch,
        Sent = sent,
        Source = IPAddress.Parse("10.0.0.9"),
    };

    private static byte[] Packet(
        IPEndPoint from, IPEndPoint to, int flags, uint sequence = 0, uint acknowledgment = 0, int data = 0)
    {
        byte[] packet = new byte[40];
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(40 + data));
        packet[9] = 6;
        from.Address.GetAddressBytes().CopyTo(packet, 12);
        to.Address.GetAddressBytes().CopyTo(packet, 16);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(20), (ushort)from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(22), (ushort)to.Port);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(24), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(28), acknowledgment);
        packet[32] = 0x50;
        packet[33] = (byte)flags;
        return packet;
    }

    // Host unreachable, from 10.0.0.9.
    private static byte[] Report(byte[] about)
    {
        byte[] packet = [.. new byte[28], .. about[..28]];
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        packet[9] = 1;
        IPAddress.Parse("10.0.0.9").GetAddressBytes().CopyTo(packet, 12);
        about.AsSpan(12, 4).CopyTo(packet.AsSpan(16));
        (packet[20], packet[21]) = (3, 1);
        return packet;
    }
}
