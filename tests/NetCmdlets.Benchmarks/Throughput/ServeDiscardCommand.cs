using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Benchmarks.Throughput;

/// <summary>Discards in a process of its own: prints the port, ends when its standard input does.</summary>
internal sealed class ServeDiscardCommand : IBenchmarkCommand
{
    public string Name => "serve-discard";

    public string Summary => "our discard server for the others to drive; prints its port, ends with its input";

    public string Options => """
        --udp          over UDP in the place of TCP
        """;

    public async Task<int> RunAsync(CommandOptions options)
    {
        bool udp = options.Flag("udp");
        options.RefuseOthers();
        // The console's own asynchronous reads wait on the thread that asks.
        Task<string> end = Task.Run(Console.In.ReadToEnd);
        IAsyncEnumerable<PipelineItem> started = udp
            ? new StartUdpServerOperation().RunAsync(new() { Service = StandardService.Discard }, default)
            : new StartTcpServerOperation().RunAsync(new() { Service = StandardService.Discard }, default);
        await foreach (PipelineItem item in started)
        {
            await using var server = (NetServer)item.Payload;
            Console.WriteLine(server.Port);
            await Console.Out.FlushAsync();
            await end;
        }

        return 0;
    }
}
