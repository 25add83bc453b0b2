using System.Globalization;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Benchmarks.Processes;
using NetCmdlets.Benchmarks.Reporting;
using NetCmdlets.Benchmarks.Udp;
using NetCmdlets.Operations.Throughput;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Benchmarks.Throughput;

/// <summary>Runs Measure-TcpThroughput and Measure-UdpThroughput beside iperf3, each to its own server.</summary>
internal sealed class ThroughputCompareCommand : IBenchmarkCommand
{
    public string Name => "throughput-compare";

    public string Summary => "Measure-TcpThroughput and Measure-UdpThroughput to our discard server beside iperf3";

    public string Options => """
        --connections L  TCP connections at once, comma-separated (1,4)
        --bytes L        sizes of datagrams, comma-separated (64,1452,32768)
        --pairs N        pairs of runs; the medians are told (3)
        --seconds S      how long to measure each, in whole seconds (2)
        """;

    public async Task<int> RunAsync(CommandOptions options)
    {
        int[] connections = Numbers(options.Text("connections", "1,4"));
        int[] sizes = Numbers(options.Text("bytes", "64,1452,32768"));
        int pairs = Math.Max(1, options.Whole("pairs", 3));
        int seconds = Math.Max(1, options.Whole("seconds", 2));
        options.RefuseOthers();

        Console.WriteLine("# Throughput");
        Console.WriteLine();
        Console.WriteLine($"Machine: {Machine.Description}.");
        string? version = Iperf.Version;
        Console.WriteLine(version is null
            ? "- iperf3: skipped, it is not installed"
            : $"- iperf3: {version}");
        Console.WriteLine($"Medians of {pairs} pairs of runs of {seconds} s; the ratio is the median of the pairs'.");
        Console.WriteLine();

        using ServerProcess? theirs = version is null ? null : Iperf.Serve();
        using (ServerProcess ours = ServerProcess.StartAndReadPort(Programs.Self("serve-discard")))
        {
            // The first run is compiled.
            await TcpAsync(ours, 1, 1);
            Console.WriteLine("## TCP over loopback, megabits of payload a second");
            Console.WriteLine();
            var table = new MarkdownTable("connections", "ours", "iperf3", "ratio");
            foreach (int count in connections)
            {
                await CompareAsync(
                    table,
                    count,
                    pairs,
                    () => TcpAsync(ours, count, seconds),
                    theirs is null ? null : () => Iperf.Tcp(theirs, count, seconds));
            }

            table.WriteTo(Console.Out);
            Console.WriteLine();
        }

        using (ServerProcess ours = ServerProcess.StartAndReadPort(Programs.Self("serve-discard", "--udp")))
        {
            await UdpAsync(ours, 1452, 1);
            Console.WriteLine("## UDP over loopback as fast as it goes, datagrams a second sent");
            Console.WriteLine();
            var table = new MarkdownTable("bytes", "ours", "iperf3", "ratio", "ours received", "iperf3 received");
            foreach (int size in sizes)
            {
                await CompareAsync(
                    table,
                    size,
                    pairs,
                    () => UdpAsync(ours, size, seconds),
                    theirs is null ? null : () => Iperf.Udp(theirs, size, seconds),
                    rate => rate * seconds);
            }

            table.WriteTo(Console.Out);
            Console.WriteLine();
            Console.WriteLine("Received is what the machine did not drop for want of room in the server's buffer.");
        }

        return 0;
    }

    private static async Task CompareAsync(
        MarkdownTable table,
        int shape,
        int pairs,
        Func<Task<double>> ours,
        Func<double>? theirs,
        Func<double, double>? datagrams = null)
    {
        var own = new List<Run>();
        var other = new List<Run>();
        for (int pair = 0; pair < pairs; pair++)
        {
            long before = UdpLoad.Dropped();
            double rate = await ours();
            own.Add(new Run(rate, UdpLoad.Dropped() - before));
            if (theirs is null)
                continue;
            before = UdpLoad.Dropped();
            rate = theirs();
            other.Add(new Run(rate, UdpLoad.Dropped() - before));
        }

        var cells = new List<string>
        {
            shape.ToString("N0", CultureInfo.InvariantCulture),
            Median(own.Select(run => run.Rate), "N0"),
            Median(other.Select(run => run.Rate), "N0"),
            Median(own.Zip(other, (one, two) => one.Rate / two.Rate), "0.00"),
        };
        if (datagrams is not null)
        {
            cells.Add(Median(own.Select(run => 100 * (1 - (run.Dropped / datagrams(run.Rate)))), "0.0' %'"));
            cells.Add(Median(other.Select(run => 100 * (1 - (run.Dropped / datagrams(run.Rate)))), "0.0' %'"));
        }

        table.Add([.. cells]);
    }

    private static string Median(IEnumerable<double> values, string format)
    {
        double[] all = [.. values];
        return all.Length == 0 ? "-" : Machine.Median(all).ToString(format, CultureInfo.InvariantCulture);
    }

    private static async Task<double> TcpAsync(ServerProcess server, int connections, int seconds)
        => (await ResultAsync<MeasureTcpThroughputRequest, NetCmdlets.Throughput>(
            new MeasureTcpThroughputOperation(),
            new()
            {
                ComputerName = ["127.0.0.1"],
                Port = server.EndPoint.Port,
                Connections = connections,
                Duration = TimeSpan.FromSeconds(seconds),
            })).MegabitsPerSecond;

    private static async Task<double> UdpAsync(ServerProcess server, int bytes, int seconds)
    {
        UdpThroughput result = await ResultAsync<MeasureUdpThroughputRequest, UdpThroughput>(
            new MeasureUdpThroughputOperation(),
            new()
            {
                ComputerName = ["127.0.0.1"],
                Port = server.EndPoint.Port,
                BitsPerSecond = 0,
                MessageBytes = bytes,
                Duration = TimeSpan.FromSeconds(seconds),
            });
        return result.Sent / result.Elapsed.TotalSeconds;
    }

    private static async Task<TResult> ResultAsync<TRequest, TResult>(
        INetOperation<TRequest> operation, TRequest request)
    {
        await foreach (PipelineItem item in operation.RunAsync(request, default))
        {
            if (item.Kind == PipelineItemKind.Failure)
                throw ((Diagnostics.NetFailure)item.Payload).ToException();
            if (item.Kind == PipelineItemKind.Result)
                return (TResult)item.Payload;
        }

        throw new InvalidOperationException("There was no result.");
    }

    private static int[] Numbers(string list)
        => [.. list.Split(',').Select(text =>
            int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number > 0
                ? number
                : throw new UsageException($"'{text}' is not a whole number above zero."))];

    private sealed record Run(double Rate, long Dropped);
}
