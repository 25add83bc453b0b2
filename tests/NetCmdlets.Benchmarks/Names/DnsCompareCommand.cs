using System.Diagnostics;
using System.Globalization;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Benchmarks.Processes;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Names;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Benchmarks.Names;

/// <summary>The same names from the same named on loopback, by Resolve-DnsRecord's operation and by dig.</summary>
internal sealed class DnsCompareCommand : IBenchmarkCommand
{
    public string Name => "dns-compare";

    public string Summary => "names looked up at a BIND named on loopback, beside dig -f";

    public string Options => """
        --names N     how many different names (5000)
        --pairs N     how many pairs of runs (3)
        --throttle N  how many look-ups at once (256)
        """;

    public async Task<int> RunAsync(CommandOptions options)
    {
        int count = options.Whole("names", 5000);
        int pairs = options.Whole("pairs", 3);
        int throttle = options.Whole("throttle", 256);
        options.RefuseOthers();
        if (Programs.Find("named") is null || Programs.Find("dig") is null)
        {
            Console.WriteLine("Skipped: named or dig is not installed.");
            return 0;
        }

        string folder = Directory.CreateTempSubdirectory("netcmdlets-").FullName;
        try
        {
            return await CompareAsync(folder, count, pairs, throttle);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> CompareAsync(string folder, int count, int pairs, int throttle)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"host{i}.bench.test")];
        string list = Path.Combine(folder, "names");
        await File.WriteAllLinesAsync(list, names.Select(name => name + " A"));
        await File.WriteAllLinesAsync(Path.Combine(folder, "zone"),
        [
            "$TTL 60", "@ IN SOA ns hostmaster 1 60 60 60 60", "  NS ns", "ns A 127.0.0.1",
            .. Enumerable.Range(0, count).Select(i => $"host{i} A 10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}"),
        ]);
        string configuration = Path.Combine(folder, "named.conf");
        await File.WriteAllTextAsync(configuration, $$"""
            options {
                directory "{{folder}}"; pid-file none; session-keyfile none; recursion no; dnssec-validation no;
                listen-on { 127.0.0.1; }; listen-on-v6 { none; };
            };
            controls { };
            zone "bench.test" { type primary; file "zone"; };
            """);
        using var server = ServerProcess.StartOnPort(port => new ProcessStartInfo(
            "named", ["-g", "-n", "1", "-c", configuration, "-p", $"{port}"]));

        var ratios = new List<double>();
        bool whole = true;
        // The first pair warms both up: code is compiled, the zone is in memory.
        for (int pair = 0; pair <= pairs; pair++)
        {
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            (double ours, int ourAnswers) = Ours(names, server.EndPoint.ToString(), throttle);
            double processor = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMicroseconds / count;
            (double dig, int digAnswers) = await DigAsync(list, server.EndPoint.Port);
            whole &= ourAnswers == count;
            if (pair > 0)
                ratios.Add(dig / ours);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{(pair == 0 ? "warm-up" : $"pair {pair}")}: ours {count / ours:N0} names/s ({ourAnswers} answers, "
                + $"{processor:0} us of processors a name), "
                + $"dig -f {count / dig:N0} names/s ({digAnswers} answers), ratio {dig / ours:0.00}"));
        }

        ratios.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"median: {ratios[pairs / 2]:0.00} times dig's rate, {throttle} look-ups at once against dig's one"));
        return whole ? 0 : 1;
    }

    private static (double Seconds, int Answers) Ours(string[] names, string server, int throttle)
    {
        var sink = new AnswerCount();
        long start = Stopwatch.GetTimestamp();
        using (var pump = new PipelinePump<ResolveDnsRecordRequest>(new ResolveDnsRecordOperation(), throttle))
        {
            var request = new ResolveDnsRecordRequest
            {
                Name = names,
                Type = ["A"],
                Server = [server],
                ThrottleLimit = throttle,
            };
            pump.Submit(request, sink);
            pump.Complete(sink);
        }

        return (Stopwatch.GetElapsedTime(start).TotalSeconds, sink.Answers);
    }

    private static async Task<(double Seconds, int Answers)> DigAsync(string list, int port)
    {
        var info = new ProcessStartInfo(
            "dig", ["@127.0.0.1", "-p", $"{port}", "-f", list, "+noall", "+answer"])
        {
            RedirectStandardOutput = true,
        };
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(info)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (seconds, output.Split('\n').Count(line => line.Contains("\tA\t", StringComparison.Ordinal)));
    }

    private sealed class AnswerCount : IPipelineSink
    {
        public int Answers { get; private set; }

        public void WriteResult(object result) => Answers += result is DnsAddressRecord ? 1 : 0;

        public void WriteFailure(NetFailure failure) => Console.WriteLine($"  {failure.Message}");

        public void WriteVerboseText(string text)
        {
        }

        public void WriteWarningText(string text)
        {
        }

        public void WriteProgressStatus(OperationProgress progress)
        {
        }
    }
}
