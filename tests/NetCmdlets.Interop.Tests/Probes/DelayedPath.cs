using NetCmdlets.Interop.Tests.Udp;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Probes;

/// <summary>
/// Another network namespace at the end of a path that takes its time: a pair of tunnel interfaces, and a program that
/// hands each packet on after a fixed delay. Skips the test with the reason where the system does not allow it.
/// </summary>
internal sealed class DelayedPath : IAsyncDisposable
{
    private const string Relay = """
        import ctypes, fcntl, heapq, os, select, struct, sys, time
        space, here, there, delay = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])
        def tunnel(name):
            device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
            # TUNSETIFF; IFF_TUN and IFF_NO_PI: packets from their IP header on.
            fcntl.ioctl(device, 0x400454ca, struct.pack("16sH", name.encode(), 0x1001))
            return device
        near = tunnel(here)
        if ctypes.CDLL(None).setns(os.open("/var/run/netns/" + space, os.O_RDONLY), 0): raise OSError("setns")
        far = tunnel(there)
        print("ready", flush=True)
        waiting, number = [], 0
        while True:
            while waiting and waiting[0][0] <= time.monotonic():
                _, _, way, packet = heapq.heappop(waiting)
                try: os.write(way, packet)
                except OSError: pass
            limit = max(0, waiting[0][0] - time.monotonic()) if waiting else None
            for device in select.select([near, far], [], [], limit)[0]:
                number += 1
                packet = os.read(device, 65536)
                heapq.heappush(waiting, (time.monotonic() + delay, number, far if device == near else near, packet))
        """;

    private readonly string name;
    private PeerProcess? relay;

    private DelayedPath(int number) => (name, Number) = ($"nc{Environment.ProcessId}d{number}", number);

    /// <summary>The interface on this side.</summary>
    public string Here => $"{name}a";

    /// <summary>The other side's address.</summary>
    public string Address => AddressOf(2);

    /// <summary>How long a packet takes to the other side and another back, at the least.</summary>
    public static TimeSpan RoundTrip => TimeSpan.FromMilliseconds(500);

    private int Number { get; }

    /// <param name="number">Its network's number, 1 to 150: two at the same time must differ.</param>
    public static async Task<DelayedPath> CreateAsync(int number)
    {
        PeerProcess.RequireInstalled("ip");
        PeerProcess.RequireInstalled("python3");
        Assert.SkipUnless(File.Exists("/dev/net/tun"), "This system has no tunnel interfaces.");
        var path = new DelayedPath(number);
        (int code, string said) = await VethNamespace.RunAsync("netns", "add", path.name);
        Assert.SkipUnless(code == 0, $"This user may not make a network namespace: {said.Trim()}");
        try
        {
            path.relay = PeerProcess.Python(Relay, path.name, path.Here, $"{path.name}b", "0.25");
            string? ready = await path.relay.Output.ReadLineAsync().WaitAsync(Bounded.Limit);
            Assert.SkipUnless(ready == "ready", "This user may not make a tunnel interface.");
            await path.SetUpAsync([], path.Here, 1);
            await path.SetUpAsync(["-n", path.name], $"{path.name}b", 2);
            return path;
        }
        catch
        {
            await path.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a Python program on the other side.</summary>
    public PeerProcess Python(string code, params string[] arguments)
        => PeerProcess.Start("ip", ["netns", "exec", name, "python3", "-u", "-c", code, .. arguments]);

    public async ValueTask DisposeAsync()
    {
        // The tunnels go with the program that holds them.
        if (relay is not null)
            await relay.DisposeAsync();
        await VethNamespace.RunAsync("netns", "del", name);
    }

    // Another run of these tests may be under way: each process has networks of its own.
    private string AddressOf(int host) => $"10.{130 + (Environment.ProcessId % 100)}.{100 + Number}.{host}";

    private async Task SetUpAsync(string[] where, string end, int host)
    {
        foreach (string[] command in new string[][]
        {
            ["addr", "add", $"{AddressOf(host)}/24", "dev", end],
            ["link", "set", end, "up"],
        })
        {
            (int code, string said) = await VethNamespace.RunAsync([.. where, .. command]);
            Assert.True(code == 0, $"ip {string.Join(' ', command)}: {said}");
        }
    }
}
