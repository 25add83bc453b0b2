using System.Globalization;
using System.Net;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Benchmarks.Processes;
using NetCmdlets.Benchmarks.Reporting;

namespace NetCmdlets.Benchmarks.Shell;

/// <summary>Get-SubnetInfo in a real PowerShell beside Python's ipaddress, over the same networks in one run.</summary>
internal sealed class SubnetCompareCommand : IBenchmarkCommand
{
    private static readonly string[] Ways = ["objects", "objects, every property read", "objects to CSV"];

    public string Name => "subnet-compare";

    public string Summary => "networks piped to Get-SubnetInfo in pwsh beside Python's ipaddress";

    public string Options => """
        --networks N  how many, three of four IPv4 (100000)
        --pairs N     pairs of both; the medians are told (3)
        """;

    public Task<int> RunAsync(CommandOptions options)
    {
        int networks = Math.Max(1, options.Whole("networks", 100_000));
        int pairs = Math.Max(1, options.Whole("pairs", 3));
        options.RefuseOthers();
        string? reason = Programs.Find("python3") is null ? "python3 is not installed" : PowerShellPeer.Missing();
        if (reason is not null)
        {
            Console.WriteLine($"subnet-compare: skipped, {reason}");
            return Task.FromResult(0);
        }

        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, Networks(networks));
            Compare(file, networks, pairs);
        }
        finally
        {
            File.Delete(file);
        }

        return Task.FromResult(0);
    }

    private static void Compare(string file, int networks, int pairs)
    {
        List<double> python = [];
        List<double[]> shell = [];
        for (int i = 0; i < pairs; i++)
        {
            python.Add(Milliseconds(Programs.Output("python3", Peer("subnet_info.py"), file)!)[0]);
            shell.Add(Milliseconds(PowerShellPeer.Run($"& '{Peer("SubnetInfo.ps1")}' '{file}'").Output));
        }

        Console.WriteLine("# Get-SubnetInfo");
        Console.WriteLine();
        Console.WriteLine($"Machine: {Machine.Description}; {PowerShellPeer.Run("pwsh --version").Output.Trim()}, "
            + $"{Programs.Output("python3", "--version")}.");
        Console.WriteLine(FormattableString.Invariant(
            $"{networks:N0} networks; medians of {pairs} interleaved pairs, the ratio of the pairs' ratios."));
        Console.WriteLine();
        var table = new MarkdownTable("", "ms", "us a network", "of Python");
        Row(table, "Python ipaddress, the same fields", python, python, networks);
        for (int way = 0; way < Ways.Length; way++)
            Row(table, $"Get-SubnetInfo: {Ways[way]}", [.. shell.Select(run => run[way])], python, networks);
        table.WriteTo(Console.Out);
    }

    private static void Row(
        MarkdownTable table, string title, List<double> milliseconds, List<double> python, int networks)
    {
        double median = Machine.Median(milliseconds);
        table.Add(
            title,
            median.ToString("N0", CultureInfo.InvariantCulture),
            (median * 1000 / networks).ToString("0.0", CultureInfo.InvariantCulture),
            Machine.Median(milliseconds.Zip(python, (ours, theirs) => ours / theirs))
                .ToString("0.00", CultureInfo.InvariantCulture));
    }

    private static string Peer(string name) => Path.Combine(AppContext.BaseDirectory, "Peers", name);

    private static double[] Milliseconds(string lines) => [.. lines
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => double.Parse(line, CultureInfo.InvariantCulture))];

    private static IEnumerable<string> Networks(int count)
    {
        var random = new Random(5);
        byte[] bytes = new byte[16];
        for (int i = 0; i < count; i++)
        {
            int length = i % 4 == 3 ? 16 : 4;
            random.NextBytes(bytes.AsSpan(0, length));
            yield return $"{new IPAddress(bytes.AsSpan(0, length))}/{random.Next(8, (length * 8) + 1)}";
        }
    }
}
