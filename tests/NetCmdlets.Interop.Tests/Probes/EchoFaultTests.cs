using System.Globalization;
using NetCmdlets.Operations.Echo;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Probes;

/// <summary>Test-EchoServer against other people's echo servers, right ones and each with a fault of its own.</summary>
public sealed class EchoFaultTests
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

        AssertFaults(checks, "OneByte", "Coalesced", "Large", "HalfClose", "Reset");
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
        List<EchoCheck> checks = await TestAsync(peer, ids: ["Text", "Bytes", "Coalesced"]);

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
        AssertFaults(
            await TestAsync(peer, ids: ["Text", "HalfClose", "Concurrent", "Idle"], concurrency: 3, seconds: 0.5),
            "Concurrent",
            "Idle");
    }

    [Fact]
    public async Task A_server_that_drops_what_it_has_at_a_half_close_is_found()
    {
        await using PeerProcess peer = PeerProcess.Python(ListenTcp + """
            def serve(c):
                kept = b""
                while True:
                    d = c.recv(65536)
                    if not d: return
                    kept += d
                    if len(kept) < 65536:
                        c.sendall(kept); kept = b""
            each(serve)
            """);
        Assert.Contains(await TestAsync(peer, ids: ["Text", "HalfClose"], seconds: 1), check =>
            check.Id == "HalfClose" && check.Passed == false);
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
        List<EchoCheck> checks = await TestAsync(peer, ids: ["Text", "Empty", "HalfClose"], seconds: 0.5);

        AssertFaults(checks, "Empty", "HalfClose");
        Assert.Equal("nothing came back, and no more within 0.5 s.", EvidenceOf(checks, "Empty"));
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
    [InlineData("d, a = s.recvfrom(65536); e, b = s.recvfrom(65536); s.sendto(d + e, a)", "Text")]
    [InlineData("d, a = s.recvfrom(65536); s.sendto(d, a) if d else None", "Empty")]
    [InlineData("d, a = s.recvfrom(65536); t.sendto(d, a)", "SourcePort")]
    [InlineData("d, a = s.recvfrom(65536); s.sendto(d.decode('utf-8', 'replace').encode(), a)", "Bytes Boundaries")]
    public async Task A_UDP_server_that_cuts_merges_drops_or_moves_datagrams_is_found(string serve, string faults)
    {
        await using PeerProcess peer = PeerProcess.Python(
            ListenUdp + $"""
            t = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); t.bind(("127.0.0.1", 0))
            while True:
                {serve}
            """);
        string[] wanted = faults.Split(' ');
        List<EchoCheck> checks = await TestAsync(
            peer, EchoProtocol.Udp, ids: wanted[0] == "Text" ? ["Text"] : ["Text", .. wanted], seconds: 0.5);
        AssertFaults(checks, wanted);
    }

    [Fact]
    public async Task Ncat_with_cat_behind_it_answers_all_but_what_it_loses_at_the_half_close()
    {
        PeerProcess.RequireInstalled("ncat");
        int port = FreePort();
        await using PeerProcess peer = PeerProcess.Start(
            "ncat", "-k", "-l", "127.0.0.1", $"{port}", "-e", "/bin/cat");
        await ReadyAsync(port);
        List<EchoCheck> checks = await TestAsync(port, ids: ["Text", "Bytes", "OneByte", "HalfClose", "Idle"], seconds: 2);

        // Some versions of ncat end their child with the client's FIN, others let it finish: either is told as it is.
        Assert.All(checks, check => Assert.True(check.Passed == true || check.Id == "HalfClose", check.Evidence));
        if (checks.Single(check => check.Id == "HalfClose") is { Passed: false } lost)
            Assert.Matches("bytes came back", lost.Evidence);
    }

    [Fact]
    public async Task Socat_with_a_small_buffer_passes_TCP_and_cuts_datagrams()
    {
        PeerProcess.RequireInstalled("socat");
        int port = FreePort();
        await using (PeerProcess tcp = PeerProcess.Start(
            "socat", "-b", "64", $"TCP-LISTEN:{port},bind=127.0.0.1,fork,reuseaddr,backlog=100", "EXEC:cat"))
        {
            await ReadyAsync(port);
            AssertFaults(await TestAsync(port, ids: ["Text", "Bytes", "OneByte", "Coalesced", "Idle"]));
        }

        port = FreePort();
        await using PeerProcess udp = PeerProcess.Start(
            "socat", "-b", "512", $"UDP-RECVFROM:{port},bind=127.0.0.1,fork", "EXEC:cat");
        List<EchoCheck> checks = await TestAsync(
            port, EchoProtocol.Udp, ids: ["Text", "Largest"], seconds: 1, retries: 200);
        AssertFaults(checks, "Largest");
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
    private static void AssertFaults(List<EchoCheck> checks, params string[] faults)
        => Assert.True(
            checks.Where(check => check.Passed != true).Select(check => check.Id).Order()
                .SequenceEqual(faults.Order()),
            string.Join('\n', checks.Select(check => $"{check.Id} {check.Passed} {check.Evidence}")));

    private static string EvidenceOf(List<EchoCheck> checks, string id)
        => checks.Single(check => check.Id == id).Evidence;

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        return ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static async Task ReadyAsync(int port)
        => Assert.True((await new NetCmdlets.Operations.Waiting.WaitNetPortOperation().CollectAsync(
            new() { ComputerName = [$"127.0.0.1:{port}"], Timeout = TimeSpan.FromSeconds(15), Quiet = true }))
            .Results<bool>().Single());
}
