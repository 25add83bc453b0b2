using System.Diagnostics;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Udp;

/// <summary>
/// Another network namespace, joined to this one by a pair of virtual Ethernet ends; skips the test with the reason
/// where the system does not allow it.
/// </summary>
internal sealed class VethNamespace : IAsyncDisposable
{
    private readonly int number;
    private readonly string name;

    private VethNamespace(int number)
    {
        this.number = number;
        name = $"nc{Environment.ProcessId}n{number}";
    }

    /// <summary>The interface on this side, which is host 1 of both networks.</summary>
    public string Here => $"{name}a";

    /// <summary>The interface on the other side, which is host 2 of both networks.</summary>
    public string There => $"{name}b";

    /// <summary>An address of the IPv4 network, whose prefix has 24 bits.</summary>
    // Another run of these tests may be under way: each process has networks of its own.
    public string Address(int host = 2) => $"10.{130 + (Environment.ProcessId % 100)}.{number}.{host}";

    /// <summary>An address of the IPv6 network, whose prefix has 64 bits.</summary>
    public string AddressV6(int host = 2) => $"fd{number}:{Environment.ProcessId % 10_000}::{host}";

    /// <param name="number">Its networks' number, 10 to 99: two at the same time must differ.</param>
    public static async Task<VethNamespace> CreateAsync(int number = 77)
    {
        PeerProcess.RequireInstalled("ip");
        var made = new VethNamespace(number);
        (int code, string said) = await RunAsync("netns", "add", made.name);
        Assert.SkipUnless(code == 0, $"This user may not make a network namespace: {said.Trim()}");
        try
        {
            (code, said) = await RunAsync(
                "link", "add", made.Here, "type", "veth", "peer", "name", made.There, "netns", made.name);
            Assert.SkipUnless(code == 0, $"This system makes no veth pair: {said.Trim()}");
            await made.SetUpAsync([], made.Here, 1);
            await made.SetUpAsync(["-n", made.name], made.There, 2);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a Python program on the other side.</summary>
    public PeerProcess Python(string code, params string[] arguments)
        => PeerProcess.Start("ip", ["netns", "exec", name, "python3", "-u", "-c", code, .. arguments]);

    /// <summary>Runs a command on the other side to its end; skips the test with the reason where it fails.</summary>
    public async Task DoAsync(string command)
    {
        PeerProcess.RequireInstalled(command.Split(' ')[0]);
        (int code, string said) = await RunAsync(["netns", "exec", name, .. command.Split(' ')]);
        Assert.SkipUnless(code == 0, $"'{command}' does not work here: {said.Trim()}");
    }

    public async ValueTask DisposeAsync()
    {
        // The pair goes with either of its ends.
        await RunAsync("link", "del", Here);
        await RunAsync("netns", "del", name);
    }

    /// <summary>Runs ip(8); returns its exit code and what it said of an error.</summary>
    public static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        string said = await process.StandardError.ReadToEndAsync().Within();
        await process.WaitForExitAsync().Within();
        return (process.ExitCode, said);
    }

    private async Task SetUpAsync(string[] where, string end, int host)
    {
        foreach (string[] command in new string[][]
        {
            ["addr", "add", $"{Address(host)}/24", "broadcast", Address(255), "dev", end],
            ["addr", "add", $"{AddressV6(host)}/64", "dev", end, "nodad"],
            ["link", "set", end, "up"],
        })
        {
            (int code, string said) = await RunAsync([.. where, .. command]);
            Assert.True(code == 0, $"ip {string.Join(' ', command)}: {said}");
        }
    }
}
