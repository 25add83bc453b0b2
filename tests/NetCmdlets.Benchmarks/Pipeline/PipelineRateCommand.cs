using System.Diagnostics;
using System.Globalization;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Benchmarks.Reporting;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Benchmarks.Pipeline;

/// <summary>How many items a second the bridge from operations to the pipeline carries.</summary>
internal sealed class PipelineRateCommand : IBenchmarkCommand
{
    public string Name => "pipeline-rate";

    public string Summary => "items a second through the bridge from asynchronous operations to the pipeline";

    public string Options => """
        --items N     how many items a run (100000)
        --runs N      runs a row; the median is told (5)
        """;

    public Task<int> RunAsync(CommandOptions options)
    {
        int items = Math.Max(1, options.Whole("items", 100_000));
        int runs = Math.Max(1, options.Whole("runs", 5));
        options.RefuseOthers();
        Console.WriteLine("# Pipeline bridge");
        Console.WriteLine();
        Console.WriteLine($"Machine: {Machine.Description}.");
        Console.WriteLine(FormattableString.Invariant(
            $"Each figure is the median of {runs} runs of {items:N0} items that cost nothing to make or to take."));
        Console.WriteLine();
        var table = new MarkdownTable("requests", "workers", "items/s", "ns an item");
        Row(table, "one that emits all", runs, items, requests: 1, concurrency: 1);
        Row(table, "one an item", runs, items, requests: items, concurrency: 1);
        Row(table, "one an item", runs, items, requests: items, concurrency: 16);
        table.WriteTo(Console.Out);
        return Task.FromResult(0);
    }

    private static void Row(MarkdownTable table, string title, int runs, int items, int requests, int concurrency)
    {
        // The first run is for the compiler.
        _ = Run(items, requests, concurrency);
        double seconds = Machine.Median(Enumerable.Range(0, runs).Select(_ => Run(items, requests, concurrency)));
        table.Add(
            title,
            concurrency.ToString(CultureInfo.InvariantCulture),
            (items / seconds).ToString("N0", CultureInfo.InvariantCulture),
            (seconds / items * 1e9).ToString("N0", CultureInfo.InvariantCulture));
    }

    private static double Run(int items, int requests, int concurrency)
    {
        var sink = new CountingSink();
        long start = Stopwatch.GetTimestamp();
        using (var pump = new PipelinePump<int>(new EmittingOperation(), concurrency))
        {
            for (int i = 0; i < requests; i++)
                pump.Submit(items / requests, sink);
            pump.Complete(sink);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return sink.Results == items
            ? seconds
            : throw new InvalidOperationException($"{sink.Results} of {items} items came.");
    }
}
