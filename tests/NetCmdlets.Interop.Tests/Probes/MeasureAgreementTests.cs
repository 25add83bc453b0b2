using System.Globalization;
using NetCmdlets.Operations.Echo;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Probes;

/// <summary>
/// Measure-EchoServer's percentiles beside those of a load loop that somebody else would write, on one server at the
/// same time. The server's delays are known: each percentile lies within many answers that take the same, and the delays
/// are long against what a busy machine adds. Fifty connections wait at once, so that it does not take long.
/// </summary>
public sealed class MeasureAgreementTests
{
    private const int Connections = 50;
    private const int MessagesEach = 4;
    private const double MedianDelay = 0.3;
    private const double HighDelay = 0.9;
    private const double HighestDelay = 1.5;

    // Of 200 answers 140 take 0.3 s, 36 take 0.6 s, 16 take 0.9 s and 8 take 1.5 s, in an order drawn once. The clients
    // are told apart by their addresses, and each has every delay once, whichever of its connections asks.
    private const string Server = """
        import asyncio, random
        delays = [0.3] * 140 + [0.6] * 36 + [0.9] * 16 + [1.5] * 8
        random.Random(4711).shuffle(delays)
        asked = {}
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
        async def main():
            loop = asyncio.get_running_loop()
            tcp = await loop.create_server(Stream, "127.0.0.1", 0, backlog=200)
            udp, _ = await loop.create_datagram_endpoint(Datagrams, ("127.0.0.1", 0))
            print(tcp.sockets[0].getsockname()[1], udp.get_extra_info("sockname")[1], flush=True)
            await asyncio.sleep(60)
        asyncio.run(main())
        """;

    private const string Load = """
        import math, selectors, socket, sys, time
        kind = socket.SOCK_STREAM if sys.argv[1] == "Tcp" else socket.SOCK_DGRAM
        port, connections, each = map(int, sys.argv[2:])
        waiting, sent, left, times = selectors.DefaultSelector(), {}, {}, []
        def ask(s): sent[s] = time.perf_counter(); s.send(b"x" * 64)
        for _ in range(connections):
            s = socket.socket(socket.AF_INET, kind); s.bind(("127.0.0.2", 0)); s.connect(("127.0.0.1", port))
            waiting.register(s, selectors.EVENT_READ); left[s] = each
        for s in left: ask(s)
        while len(times) < connections * each:
            for key, _ in waiting.select(15):
                s = key.fileobj
                s.recv(64)
                times.append(time.perf_counter() - sent[s])
                left[s] -= 1
                if left[s]: ask(s)
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
        double[] others = [.. (await theirs).Split(' ').Select(Number<double>)];

        Assert.Equal(Connections * MessagesEach, ours.Received);
        AssertAgree("p50", ours.P50, others[0], MedianDelay);
        AssertAgree("p95", ours.P95, others[1], HighDelay);
        AssertAgree("p99", ours.P99, others[2], HighestDelay);

        void AssertAgree(string name, TimeSpan? our, double their, double delay)
        {
            double seconds = our!.Value.TotalSeconds;
            string told = FormattableString.Invariant(
                $"{name} over {protocol}: {seconds:0.0000} s here, {their:0.0000} s there, {delay} s at the server.");
            Assert.True(Math.Abs(seconds - their) <= their * 0.15, told);
            // Neither can be shorter than what the server waits; the histogram is exact to 1.6 %, and a timer of the
            // server's may be early by its clock's resolution.
            Assert.True(seconds >= delay * 0.98 && their >= delay * 0.99, told);
        }
    }

    private static T Number<T>(string text)
        where T : IParsable<T>
        => T.Parse(text, CultureInfo.InvariantCulture);
}
