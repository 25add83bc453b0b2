using System.Globalization;
using NetCmdlets.Operations.Echo;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Probes;

/// <summary>Measure-EchoServer's percentiles beside those of a load loop that somebody else would write.</summary>
public sealed class MeasureAgreementTests
{
    // Answers take 5 ms, and every tenth 25 ms: the median and the 95th percentile are far apart.
    private const string Server = """
        import socket, threading, time
        s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(50)
        print(s.getsockname()[1], flush=True)
        def serve(c):
            n = 0
            while True:
                d = c.recv(65536)
                if not d: return
                n += 1
                time.sleep(0.025 if n % 10 == 0 else 0.005)
                c.sendall(d)
        while True:
            c, _ = s.accept()
            threading.Thread(target=serve, args=(c,), daemon=True).start()
        """;

    private const string Load = """
        import math, socket, sys, time
        c = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        times = []
        for _ in range(200):
            t = time.perf_counter()
            c.sendall(b"x" * 64)
            got = 0
            while got < 64: got += len(c.recv(64))
            times.append(time.perf_counter() - t)
        times.sort()
        for p in (0.50, 0.95): print(times[math.ceil(p * len(times)) - 1])
        """;

    [Fact]
    public async Task Percentiles_agree_with_another_load_loop_on_the_same_server()
    {
        await using PeerProcess server = PeerProcess.Python(Server);
        int port = int.Parse(await server.ReadLineAsync(), CultureInfo.InvariantCulture);
        await using PeerProcess load = PeerProcess.Python(Load, $"{port}");
        double median = double.Parse(await load.ReadLineAsync(), CultureInfo.InvariantCulture);
        double high = double.Parse(await load.ReadLineAsync(), CultureInfo.InvariantCulture);

        EchoMeasurement ours = (await new MeasureEchoServerOperation().CollectAsync(
            new() { ComputerName = ["127.0.0.1"], Port = port, Count = 200 })).Results<EchoMeasurement>().Single();

        Assert.Equal(200, ours.Received);
        Assert.InRange(ours.P50!.Value.TotalSeconds, median * 0.85, median * 1.15);
        Assert.InRange(ours.P95!.Value.TotalSeconds, high * 0.85, high * 1.15);
    }
}
