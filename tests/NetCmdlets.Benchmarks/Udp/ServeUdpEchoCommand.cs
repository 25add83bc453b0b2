using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Servers.Echo;

namespace NetCmdlets.Benchmarks.Udp;

/// <summary>Serves UDP echo in a process of its own: prints the port, ends when its standard input does.</summary>
internal sealed class ServeUdpEchoCommand : IBenchmarkCommand
{
    public string Name => "serve-udp-echo";

    public string Summary => "our UDP echo server for the others to drive; prints its port, ends with its input";

    public string Options => "";

    public async Task<int> RunAsync(CommandOptions options)
    {
        options.RefuseOthers();
        await using UdpEchoServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        Console.WriteLine(server.Port);
        await Console.Out.FlushAsync();
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
