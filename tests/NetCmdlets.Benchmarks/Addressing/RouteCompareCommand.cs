using System.Diagnostics;
using System.Globalization;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Benchmarks.Processes;
using NetCmdlets.Benchmarks.Reporting;
using NetCmdlets.Operations.Routes;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Benchmarks.Addressing;

/// <summary>
/// Decisions of this host's kernel by Find-HostRoute's operation, beside one 'ip -batch' with as many 'route get'
/// lines, in interleaved pairs of one run. Ours asks twice for each address, for it tells the route that matched, too.
/// </summary>
internal sealed class RouteCompareCommand : IBenchmarkCommand
{
    public string Name => "route-compare";

    public string Summary => "10,000 decisions of the kernel's routes beside ip -batch, in milliseconds";

    public string Options => "--decisions N  how many decisions (10000)\n--pairs N  how many pairs of runs (5)";

    public async Task<int> RunAsync(CommandOptions options)
    {
        int decisions = options.Whole("decisions", 10_000);
        int pairs = options.Whole("pairs", 5);
        options.RefuseOthers();
        if (!OperatingSystem.IsLinux() || Programs.Find("ip") is null)
        {
            Console.Error.WriteLine("Needs Linux and ip (iproute2).");
            return 1;
        }

        // Loopback addresses have a route everywhere, and stay here.
        string[] destinations =
        [
            .. Enumerable.Range(1, decisions).Select(i => $"127.{i >> 16}.{i >> 8 & 255}.{i & 255}"),
        ];
        string batch = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(batch, destinations.Select(destination => $"route get {destination}"));
            await OursAsync(destinations);
            var ours = new List<double>();
            var theirs = new List<double>();
            for (int pair = 0; pair < pairs; pair++)
            {
                ours.Add(await OursAsync(destinations));
                theirs.Add(Theirs(batch, decisions));
            }

            double ratio = Machine.Median([.. ours.Zip(theirs, (one, other) => one / other)]);
            var report = new MarkdownTable("decisions", "Find-HostRoute ms", "ip -batch ms", "ratio");
            report.Add(
                decisions.ToString("N0", CultureInfo.InvariantCulture), Show(Machine.Median([.. ours])),
                Show(Machine.Median([.. theirs])), ratio.ToString("0.00", CultureInfo.InvariantCulture));
            Console.WriteLine(Machine.Description);
            Console.WriteLine();
            report.WriteTo(Console.Out);
            return 0;
        }
        finally
        {
            File.Delete(batch);
        }
    }

    private static async Task<double> OursAsync(string[] destinations)
    {
        long start = Stopwatch.GetTimestamp();
        int count = 0;
        await using var operation = new FindHostRouteOperation();
        await foreach (PipelineItem item in operation.RunAsync(
            new FindHostRouteRequest { Destination = destinations }, CancellationToken.None))
        {
            count += item.Payload is RouteDecision { Kind: RouteKind.Loopback, Prefix.Length: > 0 } ? 1 : 0;
        }

        double took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return count == destinations.Length
            ? took
            : throw new InvalidOperationException($"{count} of {destinations.Length} decisions are right.");
    }

    private static double Theirs(string batch, int decisions)
    {
        long start = Stopwatch.GetTimestamp();
        string? output = Programs.Output("ip", "-batch", batch);
        double took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        int count = output?.Split('\n').Count(line => line.StartsWith("local ", StringComparison.Ordinal)) ?? 0;
        return count == decisions
            ? took
            : throw new InvalidOperationException($"ip made {count} of {decisions} decisions.");
    }

    private static string Show(double milliseconds) => milliseconds.ToString("0.0", CultureInfo.InvariantCulture);
}
