using System.Globalization;
using NetCmdlets.Operations.Echo;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Probes;

/// <summary>Test-EchoServer against other people's echo servers, right ones and each with a fault of its own.</summary>
public sealed partial class EchoFaultTests
{
    private const string ListenTcp = """
        import socket, sys, threading
        s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(200)
        print(s.getsockname()[1], flush=True)
        def each(serve):
            while True:
                c, _ = s.accept()
                threading.Thread(target=guarded, args=(serve, c), daemon=True).start()
        def guarded(serve, c):
            try: serve(c)
            except (OSError, ValueError): pass
            finally: c.close()

        """;

    private const string ListenUdp = """
        import socket
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("127.0.0.1", 0))
        print(s.getsockname()[1], flush=True)

        """;

    [Fact]
    public async Task A_right_Python_server_passes_everything()
    {
        await using PeerProcess peer = PeerProcess.Python(ListenTcp + """
            def serve(c):
                while True:
                    d = c.recv(4096)
                    if not d: return
                    c.sendall(d)
            each(serve)
            """);
        AssertFaults(await TestAsync(peer));
    }

    [Fact]
    public async Task A_Python_server_that_reads_16_bytes_at_a_time_passes_everything()
    {
        await using PeerProcess peer = PeerProcess.Python(ListenTcp + """
            def serve(c):
                while True:
                    d = c.recv(16)
                    if not d: return
                    c.sendall(d)
            each(serve)
            """);
        AssertFaults(await TestAsync(peer, exclude: ["Large"]));
    }

    [Fact]
    public async Task A_server_that_stops_after_the_first_recv_is_found()
    {
        await using PeerProcess peer = PeerProcess.Python(ListenTcp + """
            def serve(c):
                c.sendall(c.recv(1024))
            each(serve)
            """);
        List<EchoCheck> checks = await TestAsync(peer);

        AssertFaults(checks, "OneByte", "Coalesced", "Large", "HalfClose");
        // The second message meets the close on its way: before it the client reads FIN, after it RST.
        Assert.Matches(
            @"^message 2 of 32: 0 of 1 bytes came back, then the server (closed|reset the connection)\.$",
            EvidenceOf(checks, "OneByte"));
    }

    [Fact]
    public async Task A_server_that_decodes_what_it_gets_as_text_is_found()
    {
        await using PeerProcess peer = PeerProcess.Python(ListenTcp + """
            def serve(c):
                while True:
                    d = c.recv(65536)
                    if not d: return
                    c.sendall(d.decode("utf-8", "replace").encode("utf-8"))
            each(serve)
            """);
        List<EchoCheck> checks = await TestAsync(peer);

        AssertFaults(checks, "Bytes");
        Assert.Equal("byte 128 of 256 was sent as 0x80 and came back as 0xEF.", EvidenceOf(checks, "Bytes"));
    }

    [Fact]
    public async Task A_server_that_serves_one_client_after_another_is_found()
    {
        await using PeerProcess peer = PeerProcess.Python(ListenTcp + """
            while True:
                c, _ = s.accept()
                try:
                    while True:
                        d = c.recv(65536)
                        if not d: break
                        c.sendall(d)
                except OSError: pass
                c.close()
            """);
        List<EchoCheck> checks = await TestAsync(peer, concurrency: 3, seconds: 1);

        AssertFaults(checks, "Concurrent", "Idle");
        Assert.StartsWith("2 of 3 clients did not: 0 of 1,000 bytes", EvidenceOf(checks, "Concurrent"));
        Assert.StartsWith("while another client was connected and silent: ", EvidenceOf(checks, "Idle"));
    }

    [Fact]
    public async Task A_server_that_drops_what_it_has_at_a_half_close_is_found()
    {
        // It sends only what fills a block, and throws away the rest when the client's end comes.
        await using PeerProcess peer = PeerProcess.Python(ListenTcp + """
            def serve(c):
                kept = b""
                while True:
                    d = c.recv(65536)
                    if not d: return
                    kept += d
                    if len(kept) < 65536 or len(kept) > 131072:
                        c.sendall(kept); kept = b""
            each(serve)
            """);
        List<EchoCheck> checks = await TestAsync(peer, exclude: ["Large"], seconds: 1);

        AssertFaults(checks, "HalfClose");
        Assert.Matches(@"^[\d,]+ of 262,144 bytes came back, ", EvidenceOf(checks, "HalfClose"));
    }

    [Fact]
    public async Task A_server_that_does_not_look_how_much_its_send_took_is_found()
    {
        await using PeerProcess peer = PeerProcess.Python(ListenTcp + """
            import select
            s.setblocking(False)
            poll = select.poll(); poll.register(s, 1); open = {s.fileno(): s}
            while True:
                for number, _ in poll.poll():
                    if number == s.fileno():
                        c, _ = s.accept(); c.setblocking(False)
                        open[c.fileno()] = c; poll.register(c, 1)
                        continue
                    c = open[number]
                    try:
                        d = c.recv(65536)
                        if d: c.send(d)
                    except BlockingIOError: pass
                    except OSError: d = b""
                    if not d: poll.unregister(number); c.close(); del open[number]
            """);
        AssertFaults(await TestAsync(peer, seconds: 1), "Large");
    }

    [Fact]
    public async Task A_server_that_does_not_close_after_the_half_close_is_found()
    {
        await using PeerProcess peer = PeerProcess.Python(ListenTcp + """
            held = []
            def serve(c):
                held.append(c.dup())
                while True:
                    d = c.recv(65536)
                    if not d: return
                    c.sendall(d)
            each(serve)
            """);
        List<EchoCheck> checks = await TestAsync(peer, seconds: 1);

        AssertFaults(checks, "Empty", "HalfClose");
        Assert.Equal("nothing came back, and no more within 1 s.", EvidenceOf(checks, "Empty"));
        Assert.Equal("all 262,144 bytes came back, and no more within 1 s.", EvidenceOf(checks, "HalfClose"));
    }

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

    private static async Task<List<EchoCheck>> TestAsync(
        PeerProcess peer,
        EchoProtocol protocol = EchoProtocol.Tcp,
        string[]? ids = null,
        string[]? exclude = null,
        int concurrency = 20,
        double seconds = 5)
        => await TestAsync(
            int.Parse(await peer.ReadLineAsync(), CultureInfo.InvariantCulture),
            protocol,
            ids,
            exclude,
            concurrency,
            seconds);

    private static async Task<List<EchoCheck>> TestAsync(
        int port,
        EchoProtocol protocol = EchoProtocol.Tcp,
        string[]? ids = null,
        string[]? exclude = null,
        int concurrency = 20,
        double seconds = 5,
        int retries = 0)
        => (await new TestEchoServerOperation().CollectAsync(new()
        {
            ComputerName = ["127.0.0.1"],
            Port = port,
            Protocol = protocol,
            Id = ids ?? [],
            Exclude = exclude ?? [],
            Concurrency = concurrency,
            Timeout = TimeSpan.FromSeconds(seconds),
            RetryCount = retries,
            RetryDelay = TimeSpan.FromMilliseconds(50),
        })).Results<EchoCheck>();

    // Exactly these checks fail; the others pass.
    internal static void AssertFaults(List<EchoCheck> checks, params string[] faults)
        => Assert.True(
            checks.Where(check => check.Passed != true).Select(check => check.Id).Order()
                .SequenceEqual(faults.Order()),
            string.Join('\n', checks.Select(check => $"{check.Id} {check.Passed} {check.Evidence}")));

    internal static string EvidenceOf(List<EchoCheck> checks, string id)
        => checks.Single(check => check.Id == id).Evidence;

    internal static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        return ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
    }
}
