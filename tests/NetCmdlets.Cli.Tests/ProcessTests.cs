using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Cli.Tests;

/// <summary>What only a real process shows: signals, pipes and the exit code.</summary>
public sealed class ProcessTests
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public async Task A_server_runs_until_a_signal_then_stops_and_writes_out_its_log(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are those of Unix.");
        using var folder = new TemporaryFolder();
        await using CliProcess server = CliProcess.Start(
            "Start-TcpEchoServer", "-OutputFormat", "Json", "-LogPath", folder.File("server.log"));
        using JsonDocument told = JsonDocument.Parse((await server.ReadLineAsync())!);
        int port = told.RootElement.GetProperty("Port").GetInt32();
        Assert.Equal("hello", await EchoAsync(port, "hello"));

        server.Signal(signal);
        Assert.Equal((0, ""), await server.WaitAsync());
        await Assert.ThrowsAsync<SocketException>(() => EchoAsync(port, "hello"));
        string[] lines = File.ReadAllLines(folder.File("server.log"));
        Assert.Contains(lines, line => line.Contains(" Accepted 127.0.0.1:", StringComparison.Ordinal));
        Assert.EndsWith(" Stopped", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(lines, line => line.Contains("hello", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_stops_by_itself_after_its_lifetime()
    {
        await using CliProcess server = CliProcess.Start("Start-UdpEchoServer", "-LifetimeSeconds", "0.1");
        Assert.Equal((0, ""), await server.WaitAsync());
    }

    [Fact]
    public async Task A_port_in_use_is_an_error_with_its_id()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using CliProcess server = CliProcess.Start(
            "Start-TcpEchoServer", $"{((IPEndPoint)other.LocalEndpoint).Port}");
        (int code, string errors) = await server.WaitAsync();
        Assert.Equal(1, code);
        Assert.StartsWith("AddressInUse: ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public async Task A_signal_ends_a_client_that_waits_for_its_reply(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are those of Unix.");
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using CliProcess client = CliProcess.Start(
            "Invoke-TcpRequest", "127.0.0.1", $"{((IPEndPoint)silent.LocalEndpoint).Port}", "-Message", "x",
            "-TimeoutSeconds", "1000");
        using Socket accepted = await silent.AcceptSocketAsync().Within();
        client.Signal(signal);
        Assert.Equal(130, (await client.WaitAsync()).ExitCode);
    }

    [Fact]
    public async Task A_result_is_seen_before_the_next_line_of_input_comes()
    {
        await using CliProcess resolver = CliProcess.Start("Resolve-HostAddress", "-OutputFormat", "Csv");
        foreach (string address in (string[])["127.0.0.1", "::1"])
        {
            await resolver.Input.WriteLineAsync(address).Within();
            await resolver.Input.FlushAsync().Within();
            if (address == "127.0.0.1")
                Assert.StartsWith("ComputerName,", await resolver.ReadLineAsync(), StringComparison.Ordinal);
            Assert.StartsWith(address + ",", await resolver.ReadLineAsync(), StringComparison.Ordinal);
        }

        resolver.Input.Close();
        Assert.Equal((0, ""), await resolver.WaitAsync());
    }

    [Theory]
    [InlineData("Resolve-HostAddress")]
    [InlineData("Get-IPAddressInfo")]
    public async Task A_signal_ends_a_command_that_waits_for_input(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are those of Unix.");
        await using CliProcess resolver = CliProcess.Start(command, "-OutputFormat", "Csv");
        await resolver.Input.WriteLineAsync("127.0.0.1").Within();
        await resolver.Input.FlushAsync().Within();
        Assert.NotNull(await resolver.ReadLineAsync());
        resolver.Signal(Interrupt);
        Assert.Equal((130, ""), await resolver.WaitAsync());
    }

    [Theory]
    [InlineData("Resolve-HostAddress")]
    [InlineData("Get-IPAddressInfo")]
    public async Task A_reader_that_leaves_ends_the_command_quietly(string command)
    {
        await using CliProcess resolver = CliProcess.Start(command, "-OutputFormat", "Csv");
        await resolver.Input.WriteLineAsync("127.0.0.1").Within();
        await resolver.Input.FlushAsync().Within();
        Assert.NotNull(await resolver.ReadLineAsync());
        resolver.Output.Close();
        // Standard input stays open: it is the closed output that ends the command.
        await resolver.Input.WriteLineAsync("127.0.0.1").Within();
        await resolver.Input.FlushAsync().Within();
        Assert.Equal((0, ""), await resolver.WaitAsync());
    }

    [Fact]
    public async Task A_command_that_logs_nothing_loads_no_logging_assembly()
    {
        Assert.SkipUnless(Directory.Exists("/proc"), "/proc is a folder of Linux.");
        await using CliProcess resolver = CliProcess.Start("Resolve-HostAddress", "-OutputFormat", "Csv");
        await resolver.Input.WriteLineAsync("127.0.0.1").Within();
        await resolver.Input.FlushAsync().Within();
        Assert.NotNull(await resolver.ReadLineAsync());
        string mapped = await File.ReadAllTextAsync($"/proc/{resolver.Id}/maps");
        Assert.Contains("NetCmdlets.Core.dll", mapped, StringComparison.Ordinal);
        Assert.DoesNotContain("Serilog", mapped, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "list")]
    [InlineData(0, "demo")]
    [InlineData(2, "Get-Nothing")]
    [InlineData(1, "Resolve-HostAddress", "no-such-host.invalid")]
    public async Task The_exit_code_tells_how_it_went(int expected, params string[] arguments)
    {
        await using CliProcess run = CliProcess.Start(arguments);
        Assert.NotNull(await run.Output.ReadToEndAsync().Within());
        Assert.Equal(expected, (await run.WaitAsync()).ExitCode);
    }

    private static async Task<string> EchoAsync(int port, string message)
    {
        using TestTcpClient client = await TestTcpClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        await client.SendAsync(message);
        return Encoding.UTF8.GetString(await client.ReceiveAsync(Encoding.UTF8.GetByteCount(message)));
    }
}
