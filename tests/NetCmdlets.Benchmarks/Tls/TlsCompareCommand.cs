using System.Globalization;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Benchmarks.Echo;
using NetCmdlets.Benchmarks.Processes;
using NetCmdlets.Benchmarks.Reporting;
using NetCmdlets.Operations.Certificates;
using NetCmdlets.Sockets;

namespace NetCmdlets.Benchmarks.Tls;

/// <summary>Runs our TLS echo server beside Node's, socat's and asyncio's under the same load.</summary>
internal sealed class TlsCompareCommand : IBenchmarkCommand
{
    private const string Yardstick = "Node tls";

    public string Name => "tls-compare";

    public string Summary => "our TLS echo server beside Node's, socat's and asyncio's";

    public string Options => """
        --loads L      connections x bytes, comma-separated (50x64,4x65536)
        --rounds N     rounds; the medians are told (3)
        --seconds S    how long to measure each (1.5)
        --warm-up S    how long to drive before each (1)
        """;

    public async Task<int> RunAsync(CommandOptions options)
    {
        IReadOnlyList<EchoLoadShape> loads = EchoLoadShape.ParseList(options.Text("loads", "50x64,4x65536"));
        int rounds = Math.Max(1, options.Whole("rounds", 3));
        double seconds = options.Number("seconds", 1.5);
        double warmUp = options.Number("warm-up", 1);
        options.RefuseOthers();
        if (!OpenSsl.IsInstalled)
        {
            Console.WriteLine("Skipped: the driver speaks TLS by libssl.so.3, which is not installed.");
            return 0;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("netcmdlets-bench-");
        try
        {
            string stem = Path.Combine(folder.FullName, "server");
            await foreach (object _ in new NewLabCertificateOperation().RunAsync(new() { Path = stem }, default))
            {
                // Written is all that is asked for.
            }

            return Compare(stem, loads, rounds, seconds, warmUp);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Compare(
        string stem, IReadOnlyList<EchoLoadShape> loads, int rounds, double seconds, double warmUp)
    {
        Console.WriteLine("# TLS echo");
        Console.WriteLine();
        Console.WriteLine($"Machine: {Machine.Description}.");
        Console.WriteLine(FormattableString.Invariant(
            $"TLS 1.3, ECDSA P-256; medians of {rounds} rounds of {seconds} s after {warmUp} s of warm-up."));
        Console.WriteLine(
            $"The ratio is the median of the rounds' ratios to {Yardstick}. Server and driver (OpenSSL, one thread, "
            + "closed loop, every byte compared) share the cores.");
        Console.WriteLine();
        EchoPeer[] peers = Peers($"{stem}.crt", $"{stem}.key");
        using var running = new RunningServers(peers);
        int errors = 0;
        foreach (EchoLoadShape load in loads)
        {
            Dictionary<string, List<EchoPair>> results =
                peers.ToDictionary(peer => peer.Title, _ => new List<EchoPair>());
            for (int round = 0; round < rounds; round++)
            {
                foreach (EchoPeer peer in peers)
                    results[peer.Title].Add(Drive(running[peer], load, seconds, warmUp));
            }

            Print(load, peers, results);
            errors += results.Values.Sum(list => list.Sum(pair => pair.Peer.Errors));
        }

        return errors == 0 ? 0 : 1;
    }

    private static EchoPeer[] Peers(string certificate, string key)
    {
        string source = Path.Combine(AppContext.BaseDirectory, "Peers");
        EchoPeer[] all =
        [
            new("node", Yardstick, () => ServerProcess.StartAndReadPort(
                new("node", [Path.Combine(source, "node_tls_echo.js"), certificate, key])))
            {
                Needs = "node",
            },
            new("netcmdlets", "NetCmdlets TcpEchoServer", () => ServerProcess.StartAndReadPort(
                Programs.Self("serve-echo", "--certificate", certificate))),
            new("sockets", "the same on .NET's sockets", () => ServerProcess.StartAndReadPort(
                Programs.Self("serve-echo", "--certificate", certificate).With(TransportChoice.Variable, "sockets"))),
            new("socat", "socat OPENSSL-LISTEN,fork", () => ServerProcess.StartOnPort(port => new("socat",
            [
                $"OPENSSL-LISTEN:{port},bind=127.0.0.1,fork,reuseaddr,backlog=4096,nodelay,"
                    + $"cert={certificate},key={key},verify=0",
                "PIPE",
            ])))
            {
                Needs = "socat",
                ForksPerConnection = true,
            },
            new("asyncio", "Python asyncio", () => ServerProcess.StartAndReadPort(
                new("python3", [Path.Combine(source, "asyncio_tls_echo.py"), certificate, key])))
            {
                Needs = "python3",
            },
        ];
        return [.. all.Where(peer => peer.Needs is null || Programs.Find(peer.Needs) is not null)];
    }

    private static EchoPair Drive(ServerProcess server, EchoLoadShape load, double seconds, double warmUp)
    {
        TimeSpan before = server.ProcessorTime;
        var plan = new LoadPlan(server.EndPoint, load.Connections, load.MessageBytes, seconds, warmUp);
        LoadResult result = EchoLoad.Run(plan with { Wire = TlsWire.Connect });
        return new EchoPair(null, result, server.ProcessorTime - before);
    }

    private static void Print(
        EchoLoadShape load, IEnumerable<EchoPeer> peers, Dictionary<string, List<EchoPair>> results)
    {
        Console.WriteLine($"## {load}");
        Console.WriteLine();
        var table = new MarkdownTable(
            "server", "messages/s", "of Node", "p50 us", "p99 us", "CPU us/message", "errors");
        results.TryGetValue(Yardstick, out List<EchoPair>? node);
        foreach (EchoPeer peer in peers)
        {
            List<EchoPair> list = results[peer.Title];
            table.Add(
                peer.Title,
                Text(list.Select(pair => pair.Peer.Rate), "N0"),
                node is null ? "-" : Text(list.Zip(node, (pair, other) => pair.Peer.Rate / other.Peer.Rate), "0.00"),
                Text(list.Select(pair => pair.Peer.Median.TotalMicroseconds), "N0"),
                Text(list.Select(pair => pair.Peer.P99.TotalMicroseconds), "N0"),
                peer.ForksPerConnection ? "-" : Text(list.Select(pair => pair.MicrosecondsPerMessage), "0.0"),
                list.Sum(pair => pair.Peer.Errors).ToString(CultureInfo.InvariantCulture));
        }

        table.WriteTo(Console.Out);
        foreach (string error in results.Values.SelectMany(list => list).Select(pair => pair.Peer.FirstError)
            .OfType<string>().Distinct())
        {
            Console.WriteLine($"- {error}");
        }

        Console.WriteLine();
    }

    private static string Text(IEnumerable<double> values, string format)
        => Machine.Median(values).ToString(format, CultureInfo.InvariantCulture);
}
