using System.Globalization;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Benchmarks.Processes;
using NetCmdlets.Benchmarks.Reporting;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>Runs our echo server beside others' under the same load in one run and prints the ratios.</summary>
internal sealed class EchoCompareCommand : IBenchmarkCommand
{
    // A server of one process a client is not asked for more.
    private const int MostProcesses = 100;

    public string Name => "echo-compare";

    public string Summary => "our echo server beside other people's, in pairs with a plain C epoll loop";

    public string Options => $"""
        --loads L      connections x bytes, comma-separated (50x64,1000x64,4x65536)
        --peers P      which, comma-separated ({string.Join(',', EchoPeer.All.Select(peer => peer.Name))})
        --pairs N      pairs a peer and load; the medians are told (3)
        --seconds S    how long to measure each (1.5)
        --warm-up S    how long to drive before each (1)
        """;

    public Task<int> RunAsync(CommandOptions options)
    {
        IReadOnlyList<EchoLoadShape> loads = EchoLoadShape.ParseList(
            options.Text("loads", "50x64,1000x64,4x65536"));
        List<EchoPeer> peers = Choose(options.Text("peers", string.Join(',', EchoPeer.All.Select(peer => peer.Name))));
        int pairs = Math.Max(1, options.Whole("pairs", 3));
        double seconds = options.Number("seconds", 1.5);
        double warmUp = options.Number("warm-up", 1);
        options.RefuseOthers();

        Console.WriteLine("# TCP echo");
        Console.WriteLine();
        Console.WriteLine($"Machine: {Machine.Description}.");
        Console.WriteLine(FormattableString.Invariant(
            $"Each figure is the median of {pairs} runs of {seconds} s after {warmUp} s of warm-up."));
        Console.WriteLine(
            "Each run of a server stands beside one of the C loop; the ratio is the median of the pairs' ratios. "
            + "Server and driver (one thread, closed loop, every byte compared) share the cores; nothing is pinned. "
            + "CPU is user and system time of the server's process, which other work on the machine hardly changes.");
        Console.WriteLine();
        peers = TellVersions(peers);
        int errors = 0;
        foreach (EchoLoadShape load in loads)
            errors += Compare(load, peers, pairs, seconds, warmUp);
        return Task.FromResult(errors == 0 ? 0 : 1);
    }

    private static List<EchoPeer> Choose(string names)
    {
        List<EchoPeer> chosen = [.. names.Split(',', StringSplitOptions.TrimEntries).Select(name =>
            EchoPeer.All.FirstOrDefault(peer => peer.Name == name)
            ?? throw new UsageException($"'{name}' is no peer."))];
        return chosen;
    }

    private static List<EchoPeer> TellVersions(List<EchoPeer> peers)
    {
        List<EchoPeer> present = [];
        foreach (EchoPeer peer in peers)
        {
            bool isInstalled = peer.Needs is null || Programs.Find(peer.Needs) is not null;
            if ((isInstalled ? peer.Missing() : $"{peer.Needs} is not installed") is { } reason)
            {
                Console.WriteLine($"- {peer.Title}: skipped, {reason}");
                continue;
            }

            present.Add(peer);
            if (peer.Needs is not null)
                Console.WriteLine($"- {peer.Title}: {Version(peer)}");
        }

        Console.WriteLine();
        return present;
    }

    private static string Version(EchoPeer peer)
    {
        string[] lines = (Programs.Output(peer.Needs!, peer.VersionArguments) ?? "version unknown").Split('\n');
        return (Array.Find(lines, line => line.Contains("version", StringComparison.OrdinalIgnoreCase)) ?? lines[0])
            .Trim();
    }

    /// <summary>Runs one load over all peers, prints its table, and returns how many errors there were.</summary>
    private static int Compare(EchoLoadShape load, List<EchoPeer> peers, int pairs, double seconds, double warmUp)
    {
        Console.WriteLine($"## {load}");
        Console.WriteLine();
        List<EchoPeer> tooSmall = peers.FindAll(peer => peer.ForksPerConnection && load.Connections > MostProcesses);
        List<EchoPeer> taking = peers.FindAll(peer => !tooSmall.Contains(peer));
        using var running = new RunningServers(taking);
        Dictionary<string, List<EchoPair>> results = taking.ToDictionary(peer => peer.Name, _ => new List<EchoPair>());
        EchoPair Drive(ServerProcess server, EchoPair? yardstick)
        {
            TimeSpan before = server.ProcessorTime;
            LoadResult result = EchoLoad.Run(
                new LoadPlan(server.EndPoint, load.Connections, load.MessageBytes, seconds, warmUp));
            return new EchoPair(yardstick?.Peer, result, server.ProcessorTime - before);
        }

        // Peer after peer within a round, and round after round: what else the machine does meets all alike.
        for (int round = 0; round < pairs; round++)
        {
            foreach (EchoPeer peer in taking.Where(peer => peer.Name != EchoPeer.Yardstick || taking.Count == 1))
            {
                EchoPair? yardstick = running.Yardstick is { } loop ? Drive(loop, null) : null;
                results[peer.Name].Add(Drive(running[peer], yardstick));
                if (yardstick is not null && peer.Name != EchoPeer.Yardstick)
                    results[EchoPeer.Yardstick].Add(yardstick with { Yardstick = yardstick.Peer });
            }
        }

        var table = new MarkdownTable("server", "messages/s", "of C", "p50 us", "p99 us", "CPU us/message", "errors");
        foreach (EchoPeer peer in taking)
            AddRow(table, peer, results[peer.Name]);
        table.WriteTo(Console.Out);
        foreach (EchoPeer peer in tooSmall)
            Console.WriteLine($"- {peer.Title}: not run, it forks a process a connection");
        foreach ((string name, List<EchoPair> list) in results)
        {
            foreach (string error in list.Select(pair => pair.Peer.FirstError).OfType<string>().Distinct())
                Console.WriteLine($"- {name}: {error}");
        }

        Console.WriteLine();
        return results.Values.Sum(list => list.Sum(pair => pair.Peer.Errors));
    }

    private static void AddRow(MarkdownTable table, EchoPeer peer, List<EchoPair> pairs)
    {
        static string Microseconds(IEnumerable<TimeSpan> times)
            => Machine.Median(times.Select(time => time.TotalMicroseconds))
                .ToString("N0", CultureInfo.InvariantCulture);

        // A pair whose yardstick got no processor time at all has no ratio.
        List<double> ratios = [.. pairs.Select(pair => pair.Ratio).OfType<double>()];
        table.Add(
            peer.Title,
            Machine.Median(pairs.Select(pair => pair.Peer.Rate)).ToString("N0", CultureInfo.InvariantCulture),
            ratios.Count > 0 ? Machine.Median(ratios).ToString("0.00", CultureInfo.InvariantCulture) : "-",
            Microseconds(pairs.Select(pair => pair.Peer.Median)),
            Microseconds(pairs.Select(pair => pair.Peer.P99)),
            peer.ForksPerConnection
                ? "-"
                : Machine.Median(pairs.Select(pair => pair.MicrosecondsPerMessage))
                    .ToString("0.0", CultureInfo.InvariantCulture),
            pairs.Sum(pair => pair.Peer.Errors).ToString(CultureInfo.InvariantCulture));
    }
}
