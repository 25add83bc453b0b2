using NetCmdlets.Benchmarks.Commands;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>Serves echo in a process of its own: prints the port, ends when its standard input does.</summary>
internal sealed class ServeEchoCommand : IBenchmarkCommand
{
    public string Name => "serve-echo";

    public string Summary => "an echo server for the others to drive; prints its port, ends with its standard input";

    public string Options => """
        --bare    await receive, await send on .NET's sockets and nothing else
        """;

    public async Task<int> RunAsync(CommandOptions options)
    {
        bool bare = options.Flag("bare");
        options.RefuseOthers();
        if (!bare)
            throw new UsageException("only --bare for now");
        Task serving = RawSocketEcho.RunAsync(Tell);
        await Task.WhenAny(serving, Console.In.ReadToEndAsync());
        return 0;
    }

    private static void Tell(int port)
    {
        Console.WriteLine(port);
        Console.Out.Flush();
    }
}
