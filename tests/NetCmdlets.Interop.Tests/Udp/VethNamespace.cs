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
    private readonly string name = $"ncd{Environment.ProcessId}";

    private VethNamespace()
    {
    }

    /// <summary>The interface on this side, with 10.213.77.1/24 and fd77::1/64.</summary>
    public string Here => $"{name}a";

    /// <summary>The interface on the other side, with 10.213.77.2/24 and fd77::2/64.</summary>
    public string There => $"{name}b";

    public static async Task<VethNamespace> CreateAsync()
    {
        PeerProcess.RequireInstalled("ip");
        var made = new VethNamespace();
        (int code, string said) = await RunAsync("netns", "add", made.name);
        Assert.SkipUnless(code == 0, $"This user may not make a network namespace: {said.Trim()}");
        try
        {
            (code, said) = await RunAsync(
                "link", "add", made.Here, "type", "veth", "peer", "name", made.There, "netns", made.name);
            Assert.SkipUnless(code == 0, $"This system makes no veth pair: {said.Trim()}");
            await made.SetUpAsync([], made.Here, "1");
            await made.SetUpAsync(["-n", made.name], made.There, "2");
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

    public async ValueTask DisposeAsync()
    {
        // The pair goes with either of its ends.
        await RunAsync("link", "del", Here);
        await RunAsync("netns", "del", name);
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        string said = await process.StandardError.ReadToEndAsync().Within();
        await process.WaitForExitAsync().Within();
        return (process.ExitCode, said);
    }

    private async Task SetUpAsync(string[] where, string end, string number)
    {
        foreach (string[] command in new string[][]
        {
            ["addr", "add", $"10.213.77.{number}/24", "broadcast", "10.213.77.255", "dev", end],
            ["addr", "add", $"fd77::{number}/64", "dev", end, "nodad"],
            ["link", "set", end, "up"],
        })
        {
            (int code, string said) = await RunAsync([.. where, .. command]);
            Assert.True(code == 0, $"ip {string.Join(' ', command)}: {said}");
        }
    }
}
