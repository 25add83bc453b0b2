using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.Win32.SafeHandles;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Hosts;

/// <summary>
/// A network namespace of this test's own, with interfaces and routes that lead nowhere; skips the test with the reason
/// where the system does not allow it.
/// </summary>
internal sealed partial class LabNamespace : IAsyncDisposable
{
    private const int NetworkNamespace = 0x40000000;

    private static int made;

    private readonly string name = $"ncr{Environment.ProcessId}x{Interlocked.Increment(ref made)}";

    private LabNamespace()
    {
    }

    /// <summary>Makes a namespace with one pair of interfaces, 'wan' and 'far', both up.</summary>
    public static async Task<LabNamespace> CreateAsync()
    {
        PeerProcess.RequireInstalled("ip");
        var lab = new LabNamespace();
        (int code, string said) = await RunAsync("netns", "add", lab.name);
        Assert.SkipUnless(code == 0, $"This user may not make a network namespace: {said.Trim()}");
        try
        {
            await lab.IpAsync("link set lo up");
            (code, said) = await RunAsync("-n", lab.name, "link", "add", "wan", "type", "veth", "peer", "name", "far");
            Assert.SkipUnless(code == 0, $"This system makes no veth pair: {said.Trim()}");
            foreach ((string end, string address) in new[] { ("wan", "fe80::a"), ("far", "fe80::b") })
            {
                // Addresses that the kernel makes by itself are unusable for a second, while it looks for duplicates.
                await lab.IpAsync($"link set {end} addrgenmode none");
                await lab.IpAsync($"link set {end} up");
                await lab.IpAsync($"addr add {address}/64 dev {end} nodad");
            }

            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs 'ip' in the namespace; it must succeed.</summary>
    public async Task IpAsync(string command)
    {
        (int code, string said) = await RunAsync(["-n", name, .. command.Split(' ')]);
        Assert.True(code == 0, $"ip {command}: {said}");
    }

    /// <summary>Runs 'ip' in the namespace; whether it succeeded.</summary>
    public async Task<bool> TryIpAsync(string command)
        => (await RunAsync(["-n", name, .. command.Split(' ')])).Code == 0;

    /// <summary>What 'ip' tells of the namespace, or its complaint.</summary>
    public async Task<(JsonArray? Told, string Complaint)> AskAsync(string command)
    {
        (int code, string said) = await RunAsync(["-n", name, "-j", "-d", .. command.Split(' ')]);
        return code == 0 ? ((JsonArray)JsonNode.Parse(said)!, "") : (null, said.Trim());
    }

    /// <summary>What 'ip' writes of the namespace.</summary>
    public async Task<string> TextAsync(string command) => (await RunAsync(["-n", name, .. command.Split(' ')])).Said;

    /// <summary>
    /// Runs an operation in the namespace: on a thread that entered it, and ends with it. Nothing that is asked there
    /// may wait, for what comes after a wait is on another thread.
    /// </summary>
    public async Task<List<PipelineItem>> CollectAsync<TRequest>(INetOperation<TRequest> operation, TRequest request)
    {
        var done = new TaskCompletionSource<List<PipelineItem>>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                using (SafeFileHandle entered = File.OpenHandle($"/run/netns/{name}"))
                {
                    if (SetNamespace(entered, NetworkNamespace) != 0)
                        throw new InvalidOperationException($"setns failed: {Marshal.GetLastPInvokeError()}");
                }

                Task<List<PipelineItem>> items = operation.CollectAsync(request);
                if (!items.IsCompleted)
                    throw new InvalidOperationException("The operation waits and leaves the namespace.");
                done.SetResult(items.GetAwaiter().GetResult());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        })
        {
            IsBackground = true,
        }.Start();
        return await done.Task.Within();
    }

    public async ValueTask DisposeAsync() => await RunAsync("netns", "del", name);

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("ip", arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync().Within();
        string said = await process.StandardOutput.ReadToEndAsync().Within();
        said += await errors;
        await process.WaitForExitAsync().Within();
        return (process.ExitCode, said);
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle descriptor, int type);
}
