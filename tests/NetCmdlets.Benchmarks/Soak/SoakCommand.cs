using System.Diagnostics;
using System.Globalization;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Benchmarks.Reporting;

namespace NetCmdlets.Benchmarks.Soak;

/// <summary>Many short connections, one after the other, on one server: whether anything of them is left.</summary>
internal sealed class SoakCommand : IBenchmarkCommand
{
    private const double MiB = 1024 * 1024;
    private const int Parts = 10;

    // Of a leak of a dozen bytes a connection a hundred thousand are more.
    private const double MostGrowthMiB = 1;

    public string Name => "soak";

    public string Summary => "memory, descriptors and threads over many short connections to one server";

    public string Options => """
        --kind K           tcp, message, token, unix, tls or http (tcp)
        --connections N    how many (100000)
        --at-once N        how many at the same time (16)
        """;

    public async Task<int> RunAsync(CommandOptions options)
    {
        string kind = options.Text("kind", "tcp");
        int connections = Math.Max(Parts, options.Whole("connections", 100_000));
        int atOnce = Math.Max(1, options.Whole("at-once", 16));
        options.RefuseOthers();
        if (!OperatingSystem.IsLinux())
            throw new UsageException("resident memory, descriptors and threads are read from /proc: Linux only.");

        SoakUse cold = SoakUse.Now();
        await using var target = SoakTarget.Start(kind);
        // The first connections bring in code and pools that stay; they are not theirs.
        await RunAsync(target, Math.Max(1000, connections / Parts), atOnce, 0);
        SoakUse warm = await SettledAsync(target);

        Console.WriteLine(FormattableString.Invariant($"# {connections:N0} short connections: {target.Title}"));
        Console.WriteLine();
        Console.WriteLine($"Machine: {Machine.Description}.");
        Console.WriteLine();
        var table = new MarkdownTable(
            "after", "resident MiB", "managed MiB", "sockets", "descriptors", "threads", "connections/s");
        Row(table, "warm-up", warm, null);
        SoakUse last = warm;
        for (int part = 1; part <= Parts; part++)
        {
            long start = Stopwatch.GetTimestamp();
            await RunAsync(target, connections / Parts, atOnce, part);
            double rate = connections / Parts / Stopwatch.GetElapsedTime(start).TotalSeconds;
            last = await SettledAsync(target);
            Row(table, $"{part * (connections / Parts)}", last, rate);
        }

        await target.DisposeAsync();
        SoakUse stopped = await SoakUse.WhenAsync(use => use.Sockets <= cold.Sockets);
        Row(table, "the stop", stopped, null);
        table.WriteTo(Console.Out);
        double growth = (last.ManagedBytes - warm.ManagedBytes) / MiB;
        bool flat = growth <= MostGrowthMiB && last.Sockets <= warm.Sockets && stopped.Sockets <= cold.Sockets;
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Managed memory grew by {growth:0.000} MiB from the warm-up to the last connection (to {MostGrowthMiB} it "
            + $"is flat), sockets by {last.Sockets - warm.Sockets}; {stopped.Sockets - cold.Sockets} sockets are left "
            + $"after the stop: {(flat ? "flat" : "NOT FLAT")}."));
        return flat ? 0 : 1;
    }

    private static async Task RunAsync(SoakTarget target, int connections, int atOnce, int part)
    {
        int left = connections;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(worker => Task.Run(async () =>
        {
            var random = new Random((part * 1000) + worker);
            while (Interlocked.Decrement(ref left) >= 0)
                await target.UseAsync(random);
        })));
    }

    // A client has its answer before the server has let go of the connection.
    private static async Task<SoakUse> SettledAsync(SoakTarget target)
    {
        await SoakUse.WhenAsync(_ => target.ActiveConnections == 0);
        return SoakUse.Now();
    }

    private static void Row(MarkdownTable table, string after, SoakUse use, double? rate) => table.Add(
        after,
        (use.ResidentBytes / MiB).ToString("0.0", CultureInfo.InvariantCulture),
        (use.ManagedBytes / MiB).ToString("0.00", CultureInfo.InvariantCulture),
        use.Sockets.ToString(CultureInfo.InvariantCulture),
        use.Descriptors.ToString(CultureInfo.InvariantCulture),
        use.Threads.ToString(CultureInfo.InvariantCulture),
        rate?.ToString("N0", CultureInfo.InvariantCulture) ?? "");
}
