using System.Diagnostics;
using NetCmdlets.Benchmarks.Processes;
using NetCmdlets.Benchmarks.Shell;
using NetCmdlets.Sockets;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>One echo server of the comparison: what it is called, what it needs, how it is started.</summary>
internal sealed record EchoPeer(string Name, string Title, Func<ServerProcess> Start)
{
    /// <summary>The yardstick's name.</summary>
    public const string Yardstick = "c";

    private static readonly Lazy<string> CompiledLoop = new(() =>
    {
        string program = Path.Combine(Directory.CreateTempSubdirectory("netcmdlets-bench-").FullName, "epoll_echo");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(program)!, true);
        using Process compiler = Process.Start("gcc", ["-O2", "-Wall", "-o", program, Source("epoll_echo.c")]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? program : throw new InvalidOperationException("gcc refused the C loop.");
    });

    /// <summary>The program it needs on the path; null for none.</summary>
    public string? Needs { get; init; }

    /// <summary>What else keeps it from running; null for nothing.</summary>
    public Func<string?> Missing { get; init; } = static () => null;

    /// <summary>A command whose first line tells the version; null for this runtime's own.</summary>
    public string[] VersionArguments { get; init; } = ["--version"];

    /// <summary>Whether it starts a process for every connection.</summary>
    public bool ForksPerConnection { get; init; }

    /// <summary>All of them. The C loop is compiled by the first that asks for the list.</summary>
    public static IReadOnlyList<EchoPeer> All { get; } =
    [
        new(Yardstick, "C epoll loop", () => ServerProcess.StartAndReadPort(new(CompiledLoop.Value)))
        {
            Needs = "gcc",
        },
        new("netcmdlets", "NetCmdlets TcpEchoServer",
            () => ServerProcess.StartAndReadPort(Programs.Self("serve-echo"))),
        new("pwsh", "Start-TcpEchoServer in pwsh", () => ServerProcess.StartAndReadPort(PowerShellPeer.Start("""
            Import-Module $env:NETCMDLETS_MODULE
            $server = Start-TcpEchoServer -MaxConnections 100000 -Backlog 4096
            [Console]::WriteLine($server.Port)
            $null = [Console]::In.ReadToEnd()
            """)))
        {
            Needs = "pwsh",
            Missing = PowerShellPeer.Missing,
        },
        new("netcmdlets-sockets", "the same on .NET's sockets", () => ServerProcess.StartAndReadPort(
            Programs.Self("serve-echo").With(TransportChoice.Variable, "sockets"))),
        new("sockets", "bare .NET sockets",
            () => ServerProcess.StartAndReadPort(Programs.Self("serve-echo", "--bare"))),
        new("asyncio", "Python asyncio",
            () => ServerProcess.StartAndReadPort(new("python3", [Source("asyncio_echo.py")])))
        {
            Needs = "python3",
        },
        new("node", "Node net", () => ServerProcess.StartAndReadPort(new("node", [Source("node_echo.js")])))
        {
            Needs = "node",
        },
        new("ncat", "ncat --exec cat", () => ServerProcess.StartOnPort(port => new(
            "ncat", ["--listen", "--keep-open", "--max-conns", "4096", "--exec", "/bin/cat", "127.0.0.1", $"{port}"])))
        {
            Needs = "ncat",
            ForksPerConnection = true,
        },
        new("socat", "socat fork,PIPE", () => ServerProcess.StartOnPort(port => new(
            "socat", [$"TCP4-LISTEN:{port},bind=127.0.0.1,fork,reuseaddr,backlog=4096,nodelay", "PIPE"])))
        {
            Needs = "socat",
            VersionArguments = ["-V"],
            ForksPerConnection = true,
        },
    ];

    private static string Source(string file) => Path.Combine(AppContext.BaseDirectory, "Peers", file);
}
