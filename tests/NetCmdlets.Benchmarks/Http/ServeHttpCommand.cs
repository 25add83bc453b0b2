using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Operations.Http;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Benchmarks.Http;

/// <summary>Serves a folder over HTTP in a process of its own: prints the port, ends with its standard input.</summary>
internal sealed class ServeHttpCommand : IBenchmarkCommand
{
    public string Name => "serve-http";

    public string Summary => "an HTTP server for the others to drive; prints its port, ends with its standard input";

    public string Options => """
        --path P    the folder (required)
        """;

    public async Task<int> RunAsync(CommandOptions options)
    {
        string path = options.Text("path");
        options.RefuseOthers();
        // The console's own asynchronous reads wait on the thread that asks.
        Task<string> end = Task.Run(Console.In.ReadToEnd);
        // As a user's server, but with room for every connection that the driver opens.
        var request = new StartHttpServerRequest { Path = path, MaxConnections = 100_000, Backlog = 4096 };
        await foreach (PipelineItem item in new StartHttpServerOperation().RunAsync(request, default))
        {
            await using var server = (NetServer)item.Payload;
            Console.WriteLine(server.Port!.Value);
            Console.Out.Flush();
            await end;
        }

        return 0;
    }
}
