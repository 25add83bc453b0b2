using NetCmdlets.Operations.Echo;
using Xunit;
using static NetCmdlets.Interop.Tests.Probes.EchoGrading;

namespace NetCmdlets.Interop.Tests.Probes;

/// <summary>Test-EchoServer against other people's UDP echo servers, right ones and each with a fault of its own.</summary>
public sealed class UdpEchoFaultTests
{
    private const string ListenUdp = """
        import socket
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("127.0.0.1", 0))
        print(s.getsockname()[1], flush=True)

        """;

    [Fact]
    public async Task A_right_UDP_server_passes_everything()
    {
        await using PeerProcess peer = PeerProcess.Python(ListenUdp + """
            while True:
                d, a = s.recvfrom(65536)
                s.sendto(d, a)
            """);
        AssertFaults(await TestAsync(peer, EchoProtocol.Udp));
    }

    [Theory]
    [InlineData("d, a = s.recvfrom(512); s.sendto(d, a)", "Boundaries Largest")]
    [InlineData("d, a = s.recvfrom(65536); s.sendto(d, a) if d else None", "Empty")]
    [InlineData("d, a = s.recvfrom(65536); t.sendto(d, a)", "SourcePort")]
    [InlineData("d, a = s.recvfrom(65536); s.sendto(d.decode('utf-8', 'replace').encode(), a)", "Bytes")]
    [InlineData("d, a = s.recvfrom(65536); s.sendto(d + b'!' if len(d) == 1200 else d, a)", "Boundaries")]
    public async Task A_UDP_server_that_cuts_drops_moves_or_changes_datagrams_is_found(string serve, string faults)
    {
        await using PeerProcess peer = PeerProcess.Python(
            ListenUdp + $"""
            t = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); t.bind(("127.0.0.1", 0))
            while True:
                {serve}
            """);
        AssertFaults(await TestAsync(peer, EchoProtocol.Udp, seconds: 1), faults.Split(' '));
    }

    [Fact]
    public async Task A_UDP_server_that_merges_what_comes_together_is_found()
    {
        // What a client has sent within a twentieth of a second comes back to it as one datagram.
        await using PeerProcess peer = PeerProcess.Python(ListenUdp + """
            import time
            while True:
                s.setblocking(True)
                d, a = s.recvfrom(65536)
                kept = {a: d}
                time.sleep(0.05)
                s.setblocking(False)
                try:
                    while True:
                        d, a = s.recvfrom(65536)
                        kept[a] = kept.get(a, b"") + d
                except BlockingIOError: pass
                for a, d in kept.items(): s.sendto(d, a)
            """);
        List<EchoCheck> checks = await TestAsync(peer, EchoProtocol.Udp, seconds: 2);

        AssertFaults(checks, "Boundaries");
        Assert.Matches(
            @"^a datagram of [\d,]+ bytes came back that was not sent so; sent were 1, 700, 3, 1200, 20\.$",
            EvidenceOf(checks, "Boundaries"));
    }

    [Fact]
    public async Task Socat_with_a_small_buffer_is_found_to_cut_and_to_merge_datagrams()
    {
        int port = FreePort();
        await using PeerProcess peer = PeerProcess.Start(
            "socat", "-d", "-d", "-T", "1", "-b", "512", $"UDP-LISTEN:{port},bind=127.0.0.1,fork,reuseaddr", "PIPE");
        await peer.ErrorLineAsync("listening on");
        List<EchoCheck> checks = await TestAsync(port, EchoProtocol.Udp, seconds: 1);

        // It takes an empty datagram for the end of a stream, and clients that come together for one.
        AssertFaults(checks, "Empty", "Boundaries", "Largest", "Concurrent");
        Assert.Equal("512 of 65,507 bytes came back, the datagram was cut.", EvidenceOf(checks, "Largest"));
    }
}
