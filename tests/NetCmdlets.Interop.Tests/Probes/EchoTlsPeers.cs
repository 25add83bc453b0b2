using System.Globalization;
using NetCmdlets.Interop.Tests.Tls;
using NetCmdlets.Operations.Echo;
using NetCmdlets.Tests;
using Xunit;
using static NetCmdlets.Interop.Tests.Probes.EchoGrading;

namespace NetCmdlets.Interop.Tests.Probes;

/// <summary>Test-EchoServer and Measure-EchoServer against other people's echo servers inside TLS.</summary>
public sealed class EchoTlsPeers(TlsLab lab) : IClassFixture<TlsLab>
{
    private const int MostLooks = 12;

    private const string PythonThreads = """
        import socket, ssl, sys, threading
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); context.load_cert_chain(sys.argv[1], sys.argv[2])
        context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, sys.argv[3])
        s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(200)
        print(s.getsockname()[1], flush=True)
        def serve(plain):
            try:
                stream = context.wrap_socket(plain, server_side=True)
                while d := stream.recv(65536): stream.sendall(d)
                if sys.argv[4] == "announced": stream.unwrap()
            except (OSError, ValueError): pass
            finally: stream.close()
        while True:
            threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()
        """;

    private const string PythonAsync = """
        import asyncio, ssl, sys
        async def serve(r, w):
            try:
                while d := await r.read(65536):
                    w.write(d); await w.drain()
            except (ConnectionError, ssl.SSLError): pass
            finally: w.close()
        async def main():
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); context.load_cert_chain(sys.argv[1], sys.argv[2])
            server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
            print(server.sockets[0].getsockname()[1], flush=True)
            await server.serve_forever()
        asyncio.run(main())
        """;

    private const string Node = """
        const tls = require('tls'), fs = require('fs');
        const [cert, key] = process.argv.slice(1, 3).map(name => fs.readFileSync(name));
        const server = tls.createServer({ cert, key, allowHalfOpen: true }, client => {
            client.on('error', () => {}); client.pipe(client);
        });
        server.on('tlsClientError', () => {});
        server.listen(0, '127.0.0.1', () => console.log(server.address().port));
        """;

    [Theory]
    [InlineData("announced", "closed")]
    [InlineData("bare", "closed without close_notify")]
    public async Task A_right_Python_server_of_TLS_1_3_passes_everything(string end, string ending)
    {
        await using PeerProcess peer = PeerProcess.Python(
            PythonThreads, lab.File("server.crt"), lab.File("server.key"), "TLSv1_3", end);
        List<EchoCheck> checks = await TestAsync(await PortAsync(peer));

        AssertFaults(checks);
        Assert.Equal($"nothing came back, then the server {ending}.", EvidenceOf(checks, "Empty"));
        Assert.Equal($"262,144 bytes came back the same, then the server {ending}.", EvidenceOf(checks, "HalfClose"));
    }

    [Fact]
    public async Task A_Python_server_of_TLS_1_2_passes_all_that_can_be_asked_of_it()
    {
        await using PeerProcess peer = PeerProcess.Python(
            PythonThreads, lab.File("server.crt"), lab.File("server.key"), "TLSv1_2", "announced");
        List<EchoCheck> checks = await TestAsync(await PortAsync(peer));

        Assert.Null(checks.Single(check => check.Id == "HalfClose").Passed);
        AssertFaults([.. checks.Where(check => check.Id != "HalfClose")]);
    }

    [Fact]
    public async Task Asyncio_is_found_to_lose_what_it_has_not_sent_when_the_client_ends()
    {
        // Its streams inside TLS know no half-close: what is written after the client's close_notify goes nowhere.
        await using PeerProcess peer = PeerProcess.Python(
            PythonAsync, lab.File("server.crt"), lab.File("server.key"));
        int port = await PortAsync(peer);
        AssertFaults(await TestAsync(port, exclude: ["HalfClose"]));
        // Now and then all is sent in time.
        EchoCheck? lost = await FindFaultAsync(port, "HalfClose");
        Assert.Matches(@"^[\d,]+ of 262,144 bytes came back, then the server ", lost?.Evidence);
    }

    [Fact]
    public async Task Node_passes_everything()
    {
        await using PeerProcess peer = PeerProcess.Start(
            "node", "-e", Node, lab.File("server.crt"), lab.File("server.key"));
        AssertFaults(await TestAsync(await PortAsync(peer)));
    }

    [Theory]
    [InlineData("EXEC:cat")]
    [InlineData("PIPE")]
    public async Task Socat_passes_everything(string echo)
    {
        int port = FreePort();
        await using PeerProcess peer = PeerProcess.Start(
            "socat", "-d", "-d", $"OPENSSL-LISTEN:{port},bind=127.0.0.1,fork,reuseaddr,backlog=100,verify=0,"
                + $"cert={lab.File("server.crt")},key={lab.File("server.key")}", echo);
        await peer.ErrorLineAsync("listening on");
        AssertFaults(await TestAsync(port));
    }

    [Fact]
    public async Task Ncat_is_found_to_stand_still_when_much_is_under_way()
    {
        // It writes to its child and waits, while the child waits to write to it.
        int port = FreePort();
        await using PeerProcess peer = PeerProcess.Start(
            "ncat", "-v", "--ssl", "--ssl-cert", lab.File("server.crt"), "--ssl-key", lab.File("server.key"),
            "-k", "-l", "127.0.0.1", $"{port}", "-e", "/bin/cat");
        await peer.ErrorLineAsync("Listening on 127.0.0.1");
        AssertFaults(await TestAsync(port, exclude: ["HalfClose"], seconds: 2), "Large");
        // A quarter of a megabyte gets through now and then.
        Assert.NotNull(await FindFaultAsync(port, "HalfClose", seconds: 2));
    }

    [Fact]
    public async Task Round_trips_with_an_asyncio_server_inside_TLS_are_measured()
    {
        await using PeerProcess peer = PeerProcess.Python(
            PythonAsync, lab.File("server.crt"), lab.File("server.key"));
        var request = new MeasureEchoServerRequest
        {
            ComputerName = ["localhost"],
            Port = await PortAsync(peer),
            TrustedCertificate = [lab.Source("root.crt")],
            Connections = 4,
            Count = 250,
        };
        EchoMeasurement small = await MeasureAsync(request);
        EchoMeasurement large = await MeasureAsync(request with { Count = 5, MessageBytes = 1_000_000 });

        Assert.Equal((1000L, 1000L, 0L, 0L), (small.Sent, small.Received, small.Lost, small.Corrupted));
        Assert.Equal((20L, 20L, 0L, 0L), (large.Sent, large.Received, large.Lost, large.Corrupted));
        Assert.Null(small.Reason);
        Assert.True(small.P50 > TimeSpan.Zero);
    }

    private static async Task<int> PortAsync(PeerProcess peer)
        => int.Parse(await peer.ReadLineAsync(), CultureInfo.InvariantCulture);

    private static async Task<EchoMeasurement> MeasureAsync(MeasureEchoServerRequest request)
        => (await new MeasureEchoServerOperation().CollectAsync(request)).Results<EchoMeasurement>().Single();

    /// <summary>A check as it failed; null where it passed however often it was looked at.</summary>
    private async Task<EchoCheck?> FindFaultAsync(int port, string id, double seconds = 15)
    {
        EchoCheck? fault = null;
        for (int look = 0; look < MostLooks && fault is null; look++)
            fault = (await TestAsync(port, ids: [id], seconds: seconds)).Find(check => check.Passed == false);
        return fault;
    }

    private async Task<List<EchoCheck>> TestAsync(
        int port, string[]? ids = null, string[]? exclude = null, double seconds = 15)
        => (await new TestEchoServerOperation().CollectAsync(new()
        {
            ComputerName = ["127.0.0.1"],
            TlsHost = "localhost",
            Port = port,
            TrustedCertificate = [lab.Source("root.crt")],
            Id = ids ?? [],
            Exclude = exclude ?? [],
            Concurrency = 20,
            Timeout = TimeSpan.FromSeconds(seconds),
        })).Results<EchoCheck>();
}
