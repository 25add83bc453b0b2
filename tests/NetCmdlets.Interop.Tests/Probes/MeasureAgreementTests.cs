using System.Globalization;
using NetCmdlets.Operations.Echo;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Probes;

/// <summary>
/// Measure-EchoServer's percentiles beside those of a load loop that somebody else would write, on one server at the
/// same time. The server's delays are known: each percentile lies within many answers that take the same. What is
/// compared means something only while none of the three processes stands still for long: each notes its own longest
/// pause, and where one is longer than the comparison allows, the test says so in the place of a verdict.
/// </summary>
[Collection(Alone.Name)]
public sealed class MeasureAgreementTests
{
    private const int Connections = 100;
    private const int MessagesEach = 2;
    private const double MedianDelay = 0.8;
    private const double HighDelay = 1.6;
    private const double HighestDelay = 2.4;

    // A pause moves a round trip by its own length, and of a round trip it may be 15 %.
    private const double LongestPause = MedianDelay * 0.12;

    // Of 200 answers 140 take 0.8 s, 36 take 1.2 s, 16 take 1.6 s and 8 take 2.4 s, in an order drawn once. The clients
    // are told apart by their addresses, and each has every delay once, whichever of its connections asks.
    private const string Server = """
        import asyncio, random, sys, time
        delays = [0.8] * 140 + [1.2] * 36 + [1.6] * 16 + [2.4] * 8
        random.Random(4711).shuffle(delays)
        asked, pause = {}, 0
        def answer(protocol, peer, send, *reply):
            number = asked[protocol, peer] = asked.get((protocol, peer), -1) + 1
            asyncio.get_running_loop().call_later(delays[number], send, *reply)
        class Stream(asyncio.Protocol):
            def connection_made(self, transport): self.transport = transport
            def data_received(self, data):
                answer("tcp", self.transport.get_extra_info("peername")[0], self.transport.write, data)
        class Datagrams(asyncio.DatagramProtocol):
            def connection_made(self, transport): self.transport = transport
            def datagram_received(self, data, sender): answer("udp", sender[0], self.transport.sendto, data, sender)
        async def beat():
            global pause
            while True:
                before = time.perf_counter()
                await asyncio.sleep(0.01)
                pause = max(pause, time.perf_counter() - before - 0.01)
        async def main():
            loop = asyncio.get_running_loop()
            beating = asyncio.ensure_future(beat())
            tcp = await loop.create_server(Stream, "127.0.0.1", 0, backlog=400)
            udp, _ = await loop.create_datagram_endpoint(Datagrams, ("127.0.0.1", 0))
            print(tcp.sockets[0].getsockname()[1], udp.get_extra_info("sockname")[1], flush=True)
            await loop.run_in_executor(None, sys.stdin.readline)
            print(pause, flush=True)
        asyncio.run(main())
        """;

    private const string Load = """
        import math, selectors, socket, sys, time
        kind = socket.SOCK_STREAM if sys.argv[1] == "Tcp" else socket.SOCK_DGRAM
        port, connections, each = map(int, sys.argv[2:])
        waiting, sent, left, times, pause = selectors.DefaultSelector(), {}, {}, [], 0
        def ask(s): sent[s] = time.perf_counter(); s.send(b"x" * 64)
        for _ in range(connections):
            s = socket.socket(socket.AF_INET, kind); s.bind(("127.0.0.2", 0)); s.connect(("127.0.0.1", port))
            waiting.register(s, selectors.EVENT_READ); left[s] = each
        for s in left: ask(s)
        while len(times) < connections * each:
            before = time.perf_counter()
            for key, _ in waiting.select(0.01):
                s = key.fileobj
                s.recv(64)
                times.append(time.perf_counter() - sent[s])
                left[s] -= 1
                if left[s]: ask(s)
            pause = max(pause, time.perf_counter() - before - 0.01)
        times.sort()
        print(pause, *(times[math.ceil(p * len(times)) - 1] for p in (0.50, 0.95, 0.99)))
        """;

    [Fact]
    public async Task Percentiles_agree_with_another_load_loop_on_the_same_server()
    {
        await using PeerProcess server = PeerProcess.Python(Server);
        int[] ports = [.. (await server.ReadLineAsync()).Split(' ').Select(Number<int>)];
        await using var heartbeat = Heartbeat.Start();
        Comparison[] comparisons = await Task.WhenAll(
            MeasureAsync(EchoProtocol.Tcp, ports[0]), MeasureAsync(EchoProtocol.Udp, ports[1]));
        await server.Input.WriteLineAsync();
        await server.Input.FlushAsync(TestContext.Current.CancellationToken);
        await heartbeat.RequireSteadyAsync(
            TimeSpan.FromSeconds(LongestPause),
            [Number<double>(await server.ReadLineAsync()), .. comparisons.Select(each => each.TheirPause)]);

        foreach (Comparison comparison in comparisons)
        {
            Assert.Equal(Connections * MessagesEach, comparison.Ours.Received);
            comparison.AssertAgree("p50", comparison.Ours.P50, comparison.Theirs[0], MedianDelay);
            comparison.AssertAgree("p95", comparison.Ours.P95, comparison.Theirs[1], HighDelay);
            comparison.AssertAgree("p99", comparison.Ours.P99, comparison.Theirs[2], HighestDelay);
        }
    }

    private static async Task<Comparison> MeasureAsync(EchoProtocol protocol, int port)
    {
        await using PeerProcess load = PeerProcess.Python(
            Load, $"{protocol}", $"{port}", $"{Connections}", $"{MessagesEach}");
        Task<string> theirs = load.ReadLineAsync();
        EchoMeasurement ours = (await new MeasureEchoServerOperation().CollectAsync(new()
        {
            ComputerName = ["127.0.0.1"],
            Port = port,
            Protocol = protocol,
            Connections = Connections,
            Count = MessagesEach,
            LocalAddress = "127.0.0.1",
            Timeout = TimeSpan.FromSeconds(15),
        })).Results<EchoMeasurement>().Single();
        double[] told = [.. (await theirs).Split(' ').Select(Number<double>)];
        return new Comparison(protocol, ours, told[1..], told[0]);
    }

    private static T Number<T>(string text)
        where T : IParsable<T>
        => T.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Comparison(EchoProtocol Protocol, EchoMeasurement Ours, double[] Theirs, double TheirPause)
    {
        public void AssertAgree(string name, TimeSpan? our, double their, double delay)
        {
            double seconds = our!.Value.TotalSeconds;
            string told = FormattableString.Invariant(
                $"{name} over {Protocol}: {seconds:0.0000} s here, {their:0.0000} s there, {delay} s at the server.");
            Assert.True(Math.Abs(seconds - their) <= their * 0.15, told);
            // Neither can be shorter than what the server waits; the histogram is exact to 1.6 %, and a timer of the
            // server's may be early by its clock's resolution.
            Assert.True(seconds >= delay * 0.98 && their >= delay * 0.99, told);
        }
    }
}
