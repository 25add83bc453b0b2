using System.Globalization;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Benchmarks.Processes;
using NetCmdlets.Benchmarks.Reporting;

namespace NetCmdlets.Benchmarks.Http;

/// <summary>Serves the same files by our HTTP server and by others', driven by wrk in one run.</summary>
internal sealed class HttpCompareCommand : IBenchmarkCommand
{
    private static readonly (string Name, string Title, int Bytes)[] Files =
        [("small.txt", "128 bytes", 128), ("large.txt", "1 MiB", 1024 * 1024)];

    public string Name => "http-compare";

    public string Summary => "our HTTP server's files beside Node's, nginx's and Python's, driven by wrk";

    public string Options => """
        --connections N    kept connections (50)
        --rounds N         rounds; the medians are told (3)
        --seconds N        how long to measure each (3)
        """;

    public Task<int> RunAsync(CommandOptions options)
    {
        int connections = Math.Max(1, options.Whole("connections", 50));
        int rounds = Math.Max(1, options.Whole("rounds", 3));
        int seconds = Math.Max(1, options.Whole("seconds", 3));
        options.RefuseOthers();
        if (Programs.Find("wrk") is null)
        {
            Console.WriteLine("Skipped: the driver is wrk, which is not installed.");
            return Task.FromResult(0);
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("netcmdlets-bench-");
        try
        {
            return Task.FromResult(Compare(folder.FullName, connections, rounds, seconds));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Compare(string folder, int connections, int rounds, int seconds)
    {
        string files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        string own = Directory.CreateDirectory(Path.Combine(folder, "own")).FullName;
        foreach ((string name, _, int bytes) in Files)
            File.WriteAllText(Path.Combine(files, name), new string('x', bytes));
        HttpFileServer[] peers = [.. HttpFileServer.All.Where(IsThere)];
        Console.WriteLine("# HTTP files");
        Console.WriteLine();
        Console.WriteLine($"Machine: {Machine.Description}.");
        Console.WriteLine(
            $"{connections} kept connections, wrk with one thread; medians of {rounds} rounds of {seconds} s after 1 s "
            + "of warm-up. Servers and driver share the cores.");
        Console.WriteLine();
        var servers = new Dictionary<string, ServerProcess>();
        long errors = 0;
        try
        {
            foreach (HttpFileServer peer in peers)
                servers.Add(peer.Title, peer.Start(files, own));
            foreach ((string name, string title, _) in Files)
                errors += Compare(peers, servers, $"/{name}", title, connections, rounds, seconds);
        }
        finally
        {
            foreach (ServerProcess server in servers.Values)
                server.Dispose();
        }

        return errors == 0 ? 0 : 1;
    }

    private static bool IsThere(HttpFileServer peer)
    {
        bool there = peer.Needs is null || Programs.Find(peer.Needs) is not null;
        if (!there)
            Console.WriteLine($"Skipped: {peer.Title}, for {peer.Needs} is not installed.");
        return there;
    }

    private static long Compare(
        HttpFileServer[] peers,
        Dictionary<string, ServerProcess> servers,
        string path,
        string title,
        int connections,
        int rounds,
        int seconds)
    {
        Dictionary<string, List<(WrkResult Result, double Cpu)>> results = peers.ToDictionary(
            peer => peer.Title, _ => new List<(WrkResult, double)>());
        for (int round = 0; round < rounds; round++)
        {
            foreach (HttpFileServer peer in peers)
                results[peer.Title].Add(Drive(servers[peer.Title], path, connections, seconds));
        }

        Console.WriteLine($"## {title}");
        Console.WriteLine();
        var table = new MarkdownTable(
            "server", "requests/s", "ours to it", "p50 us", "p99 us", "CPU us/request", "errors");
        List<(WrkResult Result, double Cpu)> ours = results[HttpFileServer.Ours];
        foreach (HttpFileServer peer in peers)
        {
            List<(WrkResult Result, double Cpu)> list = results[peer.Title];
            table.Add(
                peer.Title,
                Text(list.Select(run => run.Result.Rate), "N0"),
                Text(ours.Zip(list, (our, other) => our.Result.Rate / other.Result.Rate), "0.00"),
                Text(list.Select(run => run.Result.Median), "N0"),
                Text(list.Select(run => run.Result.P99), "N0"),
                Text(list.Select(run => run.Cpu), "0.0"),
                list.Sum(run => run.Result.Errors).ToString(CultureInfo.InvariantCulture));
        }

        table.WriteTo(Console.Out);
        Console.WriteLine();
        return ours.Sum(run => run.Result.Errors);
    }

    private static (WrkResult Result, double MicrosecondsPerRequest) Drive(
        ServerProcess server, string path, int connections, int seconds)
    {
        WrkResult.Run(server.EndPoint, path, connections, 1);
        TimeSpan before = server.ProcessorTime;
        WrkResult result = WrkResult.Run(server.EndPoint, path, connections, seconds);
        return (result, (server.ProcessorTime - before).TotalMicroseconds / Math.Max(1, result.Rate * seconds));
    }

    private static string Text(IEnumerable<double> values, string format)
        => Machine.Median(values).ToString(format, CultureInfo.InvariantCulture);
}
