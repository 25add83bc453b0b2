using System.Globalization;
using NetCmdlets.Operations.Echo;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Probes;

// The programs that people put up as echo servers: ncat and socat.
public sealed partial class EchoFaultTests
{
    private const int Looks = 4;

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
