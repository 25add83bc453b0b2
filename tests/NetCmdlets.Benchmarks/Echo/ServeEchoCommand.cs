using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>Serves echo in a process of its own: prints the port, ends when its standard input does.</summary>
internal sealed class ServeEchoCommand : IBenchmarkCommand
{
    public string Name => "serve-echo";

    public string Summary => "an echo server for the others to drive; prints its port, ends with its standard input";

    public string Options => """
        --bare             await receive, await send on .NET's sockets and nothing else
        --certificate F    speak TLS with this PEM file and the key beside it
        """;

    public async Task<int> RunAsync(CommandOptions options)
    {
        bool bare = options.Flag("bare");
        string certificate = options.Text("certificate", "");
        options.RefuseOthers();
        // The console's own asynchronous reads wait on the thread that asks.
        Task<string> end = Task.Run(Console.In.ReadToEnd);
        if (bare)
        {
            await Task.WhenAny(RawSocketEcho.RunAsync(Tell), end);
            return 0;
        }

        // As a user's server, but with room for every connection that the driver opens.
        var request = new StartTcpEchoServerRequest
        {
            MaxConnections = 100_000,
            Backlog = 4096,
            Certificate = certificate.Length == 0 ? null : new CertificateSource(certificate),
        };
        await foreach (PipelineItem item in new StartTcpEchoServerOperation().RunAsync(request, default))
        {
            await using var server = (NetServer)item.Payload;
            Tell(server.Port!.Value);
            await end;
        }

        return 0;
    }

    private static void Tell(int port)
    {
        Console.WriteLine(port);
        Console.Out.Flush();
    }
}
