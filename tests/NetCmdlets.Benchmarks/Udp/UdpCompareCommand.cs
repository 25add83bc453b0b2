using System.Diagnostics;
using System.Globalization;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Benchmarks.Echo;
using NetCmdlets.Benchmarks.Processes;
using NetCmdlets.Benchmarks.Reporting;

namespace NetCmdlets.Benchmarks.Udp;

/// <summary>Runs our UDP echo server beside plain loops in C and Python in one run and prints the ratios.</summary>
internal sealed class UdpCompareCommand : IBenchmarkCommand
{
    public string Name => "udp-compare";

    public string Summary => "our UDP echo server beside a recvfrom/sendto loop in C and one in Python";

    public string Options => """
        --loads L      flows x bytes, comma-separated (1x64,50x64,50x1400,4x60000)
        --pairs N      pairs a server and load; the medians are told (3)
        --seconds S    how long to measure each (1)
        --warm-up S    how long to drive before each (0.5)
        """;

    public Task<int> RunAsync(CommandOptions options)
    {
        IReadOnlyList<EchoLoadShape> loads = EchoLoadShape.ParseList(
            options.Text("loads", "1x64,50x64,50x1400,4x60000"));
        int pairs = Math.Max(1, options.Whole("pairs", 3));
        double seconds = options.Number("seconds", 1);
        double warmUp = options.Number("warm-up", 0.5);
        options.RefuseOthers();

        string folder = Directory.CreateTempSubdirectory("netcmdlets-bench-").FullName;
        try
        {
            using ServerProcess yardstick = ServerProcess.StartAndReadPort(new(Compile(folder)));
            using ServerProcess ours = ServerProcess.StartAndReadPort(Programs.Self("serve-udp-echo"));
            using ServerProcess? python = Programs.Find("python3") is null
                ? null
                : ServerProcess.StartAndReadPort(new("python3", [Source("udp_echo.py")]));
            Console.WriteLine("# UDP echo");
            Console.WriteLine();
            Console.WriteLine($"Machine: {Machine.Description}.");
            Console.WriteLine(FormattableString.Invariant(
                $"Medians of {pairs} runs of {seconds} s after {warmUp} s; the ratio is the median of the pairs'."));
            Console.WriteLine("Closed loop, one datagram a flow under way, every byte compared, one driver thread.");
            Console.WriteLine();
            bool good = true;
            foreach (EchoLoadShape load in loads)
            {
                var plan = new LoadPlan(yardstick.EndPoint, load.Connections, load.MessageBytes, seconds, warmUp);
                good &= Compare(plan, yardstick, ours, python, pairs);
            }

            return Task.FromResult(good ? 0 : 1);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static bool Compare(
        LoadPlan plan, ServerProcess yardstick, ServerProcess ours, ServerProcess? python, int pairs)
    {
        Console.WriteLine($"## {plan.Connections} flows of {plan.MessageBytes} bytes");
        Console.WriteLine();
        var c = new List<UdpRun>();
        var own = new List<UdpRun>();
        var other = new List<UdpRun>();
        for (int i = 0; i < pairs; i++)
        {
            c.Add(Drive(plan, yardstick));
            own.Add(Drive(plan, ours));
            if (python is not null)
                other.Add(Drive(plan, python));
        }

        var table = new MarkdownTable(
            "server", "datagrams/s", "of C", "p50 us", "p99 us", "CPU us/datagram", "dropped", "errors");
        Add(table, "C recvfrom/sendto", c, c);
        Add(table, "NetCmdlets UdpEchoServer", own, c);
        if (other.Count > 0)
            Add(table, "Python recvfrom/sendto", other, c);
        table.WriteTo(Console.Out);
        Console.WriteLine();
        return own.TrueForAll(run => run.Result.Load.Errors == 0 && run.Result.Dropped == 0);
    }

    private static UdpRun Drive(LoadPlan plan, ServerProcess server)
    {
        TimeSpan before = server.ProcessorTime;
        UdpLoadResult result = UdpLoad.Run(plan with { Server = server.EndPoint });
        return new UdpRun(result, server.ProcessorTime - before);
    }

    private static void Add(MarkdownTable table, string title, List<UdpRun> runs, List<UdpRun> yardstick)
    {
        string Median(string format, Func<UdpRun, double> value)
            => Machine.Median(runs.Select(value)).ToString(format, CultureInfo.InvariantCulture);

        table.Add(
            title,
            Median("N0", run => run.Result.Load.Rate),
            Machine.Median(runs.Zip(yardstick, (run, c) => run.Result.Load.Rate / c.Result.Load.Rate))
                .ToString("0.00", CultureInfo.InvariantCulture),
            Median("N0", run => run.Result.Load.Median.TotalMicroseconds),
            Median("N0", run => run.Result.Load.P99.TotalMicroseconds),
            Median("0.0", run => run.ProcessorTime.TotalMicroseconds / Math.Max(1, run.Result.Load.AllMessages)),
            runs.Sum(run => run.Result.Dropped).ToString(CultureInfo.InvariantCulture),
            runs.Sum(run => run.Result.Load.Errors).ToString(CultureInfo.InvariantCulture));
    }

    private static string Compile(string folder)
    {
        string program = Path.Combine(folder, "udp_echo");
        using Process compiler = Process.Start("gcc", ["-O2", "-Wall", "-o", program, Source("udp_echo.c")]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? program : throw new InvalidOperationException("gcc refused the C loop.");
    }

    private static string Source(string file) => Path.Combine(AppContext.BaseDirectory, "Peers", file);

    private sealed record UdpRun(UdpLoadResult Result, TimeSpan ProcessorTime);
}
