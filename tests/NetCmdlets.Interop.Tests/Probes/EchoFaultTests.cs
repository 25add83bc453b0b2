using Xunit;
using static NetCmdlets.Interop.Tests.Probes.EchoGrading;

namespace NetCmdlets.Interop.Tests.Probes;

/// <summary>Test-EchoServer against other people's TCP echo servers, right ones and each with a fault of its own.</summary>
public sealed class EchoFaultTests
{
    private const int Looks = 4;

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
    public async Task Ncat_with_cat_behind_it_loses_at_the_half_close_what_another_client_loses_there()
    {
        PeerProcess.RequireInstalled("python3");
        int port = FreePort();
        await using PeerProcess peer = PeerProcess.Start(
            "ncat", "-v", "-k", "-l", "127.0.0.1", $"{port}", "-e", "/bin/cat");
        await peer.ErrorLineAsync("Listening on 127.0.0.1");
        // Whether ncat comes to a standstill with a client that reads late is a matter of chance.
        AssertFaults(await TestAsync(port, exclude: ["Large", "HalfClose"], seconds: 5));

        // Some versions of ncat end their child with the client's FIN, others let it finish: a client that nobody here
        // wrote tells which this one is. Now and then the child is done in time, so both look more than once.
        var found = new List<EchoCheck>();
        for (int look = 0; look < Looks; look++)
            found.AddRange(await TestAsync(port, ids: ["HalfClose"], seconds: 2));
        await using PeerProcess other = PeerProcess.Python(
            """
            import socket, sys, threading
            data = bytes(i % 251 for i in range(262144))
            def keeps():
                c = socket.create_connection(("127.0.0.1", int(sys.argv[1]))); c.settimeout(2)
                def send():
                    try: c.sendall(data); c.shutdown(socket.SHUT_WR)
                    except OSError: pass
                threading.Thread(target=send, daemon=True).start()
                got = b""
                try:
                    while d := c.recv(65536): got += d
                except OSError: pass
                return got == data
            print("all" if all(keeps() for _ in range(int(sys.argv[2]))) else "lost")
            """,
            $"{port}",
            $"{Looks}");

        Assert.Equal(await other.ReadLineAsync() == "all", found.TrueForAll(check => check.Passed == true));
        Assert.All(
            found.Where(check => check.Passed == false),
            check => Assert.Matches(@"^[\d,]+ of 262,144 bytes came back, ", check.Evidence));
    }

    [Theory]
    [InlineData("EXEC:cat")]
    [InlineData("PIPE")]
    public async Task Socat_with_a_small_buffer_passes_over_TCP(string echo)
    {
        int port = FreePort();
        await using PeerProcess peer = PeerProcess.Start(
            "socat", "-d", "-d", "-b", "64", $"TCP-LISTEN:{port},bind=127.0.0.1,fork,reuseaddr,backlog=100", echo);
        await peer.ErrorLineAsync("listening on");
        AssertFaults(await TestAsync(port, seconds: 15));
    }
}
