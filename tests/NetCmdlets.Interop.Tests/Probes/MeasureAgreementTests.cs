using System.Globalization;
using NetCmdlets.Operations.Echo;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Probes;

/// <summary>
/// Measure-EchoServer's percentiles beside those of a load loop that somebody else would write, on one server at the
/// same time. The server's delays are known: each percentile lies in the middle of many answers that take the same, and
/// the delays are long against what a busy machine adds.
/// </summary>
public sealed class MeasureAgreementTests
{
    private const int Messages = 100;
    private const double MedianDelay = 0.030;
    private const double HighDelay = 0.120;
    private const double HighestDelay = 0.240;

    // Of 100 answers 70 take 30 ms, 18 take 60 ms, 8 take 120 ms and 4 take 240 ms, in an order drawn once. Each client
    // has a delay of its own for each of its messages, so that the two do not hold up each other.
    private const string Server = """
        import random, select, socket, threading, time
        delays = [0.030] * 70 + [0.060] * 18 + [0.120] * 8 + [0.240] * 4
        random.Random(4711).shuffle(delays)
        tcp = socket.socket(); tcp.bind(("127.0.0.1", 0)); tcp.listen(50)
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); udp.bind(("127.0.0.1", 0))
        print(tcp.getsockname()[1], udp.getsockname()[1], flush=True)
        def stream(c):
            c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for delay in delays:
                d = c.recv(65536)
                if not d: break
                time.sleep(delay)
                c.sendall(d)
            c.close()
        def datagrams():
            count = {}
            while True:
                d, a = udp.recvfrom(65536)
                n = count[a] = count.get(a, -1) + 1
                threading.Timer(delays[n % len(delays)], udp.sendto, (d, a)).start()
        threading.Thread(target=datagrams, daemon=True).start()
        while True:
            threading.Thread(target=stream, args=(tcp.accept()[0],), daemon=True).start()
        """;

    private const string Load = """
        import math, socket, sys, time
        kind = socket.SOCK_STREAM if sys.argv[1] == "Tcp" else socket.SOCK_DGRAM
        c = socket.socket(socket.AF_INET, kind); c.settimeout(15)
        c.connect(("127.0.0.1", int(sys.argv[2])))
        if kind == socket.SOCK_STREAM: c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        times = []
        for _ in range(int(sys.argv[3])):
            t = time.perf_counter()
            c.send(b"x" * 64)
            got = 0
            while got < 64: got += len(c.recv(64))
            times.append(time.perf_counter() - t)
        times.sort()
        print(*(times[math.ceil(p * len(times)) - 1] for p in (0.50, 0.95, 0.99)))
        """;

    [Fact]
    public async Task Percentiles_agree_with_another_load_loop_on_the_same_server()
    {
        await using PeerProcess server = PeerProcess.Python(Server);
        int[] ports = [.. (await server.ReadLineAsync()).Split(' ').Select(Number<int>)];

        await Task.WhenAll(CompareAsync(EchoProtocol.Tcp, ports[0]), CompareAsync(EchoProtocol.Udp, ports[1]));
    }

    private static async Task CompareAsync(EchoProtocol protocol, int port)
    {
        await using PeerProcess load = PeerProcess.Python(Load, $"{protocol}", $"{port}", $"{Messages}");
        Task<string> theirs = load.ReadLineAsync();
        EchoMeasurement ours = (await new MeasureEchoServerOperation().CollectAsync(new()
        {
            ComputerName = ["127.0.0.1"],
            Port = port,
            Protocol = protocol,
            Count = Messages,
            Timeout = TimeSpan.FromSeconds(15),
        })).Results<EchoMeasurement>().Single();
        double[] others = [.. (await theirs).Split(' ').Select(Number<double>)];

        Assert.Equal(Messages, ours.Received);
        AssertAgree("p50", ours.P50, others[0], MedianDelay);
        AssertAgree("p95", ours.P95, others[1], HighDelay);
        AssertAgree("p99", ours.P99, others[2], HighestDelay);

        void AssertAgree(string name, TimeSpan? our, double their, double delay)
        {
            double seconds = our!.Value.TotalSeconds;
            string told = FormattableString.Invariant(
                $"{name} over {protocol}: {seconds:0.0000} s here, {their:0.0000} s there, {delay} s at the server.");
            Assert.True(Math.Abs(seconds - their) <= their * 0.15, told);
            // Neither can be shorter than what the server waits; the histogram is exact to 1.6 %.
            Assert.True(seconds >= delay * 0.984 && their >= delay, told);
        }
    }

    private static T Number<T>(string text)
        where T : IParsable<T>
        => T.Parse(text, CultureInfo.InvariantCulture);
}
