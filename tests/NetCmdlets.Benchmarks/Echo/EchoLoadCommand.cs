using System.Globalization;
using System.Net;
using NetCmdlets.Benchmarks.Commands;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>Drives any echo server and prints what it saw.</summary>
internal sealed class EchoLoadCommand : IBenchmarkCommand
{
    public string Name => "echo-load";

    public string Summary => "drives an echo server: closed loop, every byte verified";

    public string Options => """
        --port N           the server's port (required)
        --address A        its address (127.0.0.1)
        --connections N    how many at once, one message under way on each (50)
        --bytes N          the size of a message (64)
        --seconds S        how long to measure (2)
        --warm-up S        how long to drive before (1)
        --count N          so many messages instead of a time
        --threads N        threads of the driver (1)
        """;

    public Task<int> RunAsync(CommandOptions options)
    {
        if (!IPAddress.TryParse(options.Text("address", "127.0.0.1"), out IPAddress? address))
            throw new UsageException("--address takes an IP address.");
        var plan = new LoadPlan(
            new IPEndPoint(address, options.Whole("port")),
            Math.Max(1, options.Whole("connections", 50)),
            Math.Max(1, options.Whole("bytes", 64)),
            options.Number("seconds", 2),
            options.Number("warm-up", 1),
            options.Whole("count", 0),
            Math.Max(1, options.Whole("threads", 1)));
        options.RefuseOthers();
        LoadResult result = EchoLoad.Run(plan);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Messages} messages in {result.Elapsed.TotalSeconds:0.000} s: {result.Rate:0} a second, "
            + $"p50 {result.Median.TotalMicroseconds:0} us, p99 {result.P99.TotalMicroseconds:0} us, "
            + $"{result.Errors} errors{(result.FirstError is null ? "" : $" (first: {result.FirstError})")}"));
        return Task.FromResult(result.Errors == 0 && result.Messages > 0 ? 0 : 1);
    }
}
