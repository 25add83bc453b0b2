using System.Globalization;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Benchmarks.Reporting;

namespace NetCmdlets.Benchmarks.Shell;

/// <summary>What the import of the module adds to the start of a bare PowerShell.</summary>
internal sealed class ImportTimeCommand : IBenchmarkCommand
{
    public string Name => "import-time";

    public string Summary => "what Import-Module adds to the start of a bare pwsh";

    public string Options => """
        --pairs N     pairs of a bare start and one with the import; the medians are told (9)
        """;

    public Task<int> RunAsync(CommandOptions options)
    {
        int pairs = Math.Max(1, options.Whole("pairs", 9));
        options.RefuseOthers();
        if (PowerShellPeer.Missing() is { } reason)
        {
            Console.WriteLine($"import-time: skipped, {reason}");
            return Task.FromResult(0);
        }

        List<double> bare = [];
        List<double> importing = [];
        List<double> difference = [];
        // The first pair fills the system's file cache.
        for (int i = -1; i < pairs; i++)
        {
            double without = PowerShellPeer.Run("exit 0").Elapsed.TotalMilliseconds;
            double with = PowerShellPeer.Run("Import-Module $env:NETCMDLETS_MODULE; exit 0").Elapsed.TotalMilliseconds;
            if (i < 0)
                continue;
            bare.Add(without);
            importing.Add(with);
            difference.Add(with - without);
        }

        Console.WriteLine("# Import of the module");
        Console.WriteLine();
        Console.WriteLine($"Machine: {Machine.Description}; {PowerShellPeer.Run("pwsh --version").Output.Trim()}.");
        Console.WriteLine(FormattableString.Invariant($"Medians of {pairs} interleaved pairs."));
        Console.WriteLine();
        var table = new MarkdownTable("start of pwsh", "median ms", "least ms");
        Row(table, "bare", bare);
        Row(table, "with Import-Module NetCmdlets", importing);
        table.Add(
            "difference",
            Machine.Median(difference).ToString("0", CultureInfo.InvariantCulture),
            (importing.Min() - bare.Min()).ToString("0", CultureInfo.InvariantCulture));
        table.WriteTo(Console.Out);
        return Task.FromResult(0);
    }

    private static void Row(MarkdownTable table, string title, List<double> milliseconds)
        => table.Add(
            title,
            Machine.Median(milliseconds).ToString("0", CultureInfo.InvariantCulture),
            milliseconds.Min().ToString("0", CultureInfo.InvariantCulture));
}
