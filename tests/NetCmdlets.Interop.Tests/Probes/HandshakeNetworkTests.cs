using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Probes;

/// <summary>
/// Test-TcpHandshake against a network namespace whose firewall drops and rejects, and beside nmap. The namespace is at
/// the other end of a pair of interfaces of this test's own; it is skipped where that cannot be made.
/// </summary>
public sealed class HandshakeNetworkTests : IDisposable
{
    private readonly string space = $"nc{Environment.ProcessId % 100_000}";
    private readonly string host = $"nch{Environment.ProcessId % 100_000}";
    private bool made;

    public void Dispose()
    {
        if (made)
            Run("ip", $"netns del {space}");
    }

    [Fact]
    public async Task A_firewall_is_told_as_it_answers()
    {
        MakeNetwork();
        const string Append = "iptables -A INPUT -p tcp --dport";
        InSpace($"{Append} 1001 -j DROP");
        InSpace($"{Append} 1002 -j REJECT --reject-with tcp-reset");
        InSpace($"{Append} 1003 -j REJECT --reject-with icmp-port-unreachable");
        InSpace($"{Append} 1004 -j REJECT --reject-with icmp-host-unreachable");
        InSpace($"{Append} 1005 -j REJECT --reject-with icmp-net-unreachable");
        InSpace($"{Append} 1006 -j REJECT --reject-with icmp-admin-prohibited");
        List<TcpHandshake> results = await TestAsync(new()
        {
            ComputerName = ["198.18.0.2"],
            Port = ["1000-1006"],
            Timeout = TimeSpan.FromSeconds(1.5),
        });

        Assert.Equal(
            [
                HandshakeState.Refused, HandshakeState.Filtered, HandshakeState.Refused, HandshakeState.Refused,
                HandshakeState.Unreachable, HandshakeState.Unreachable, HandshakeState.Unreachable,
            ],
            results.OrderBy(result => result.Port).Select(result => result.State));
    }

    [Fact]
    public async Task A_host_that_drops_everything_does_not_hold_up_the_others()
    {
        MakeNetwork();
        InSpace("ip addr add 198.18.0.3/24 dev eth0");
        InSpace("iptables -A INPUT -d 198.18.0.3 -j DROP");
        var operation = new TestTcpHandshakeOperation();
        var order = new List<(string Host, HandshakeState State)>();
        await foreach (PipelineItem item in operation.RunAsync(
            new()
            {
                ComputerName = ["198.18.0.3", "198.18.0.2"],
                Port = ["1-400"],
                ThrottleLimit = 64,
                Timeout = TimeSpan.FromSeconds(3),
            },
            TestContext.Current.CancellationToken))
        {
            if (item.Payload is TcpHandshake result)
                order.Add((result.ComputerName, result.State));
            if (order.Count(one => one.Host == "198.18.0.2") == 400)
                break;
        }

        // All of the living host came before the dead one's first time was over.
        Assert.Equal(400, order.Count);
        Assert.All(order, one => Assert.Equal(("198.18.0.2", HandshakeState.Refused), one));
    }

    [Fact]
    public async Task The_times_agree_with_a_tcpdump_of_the_same_handshake()
    {
        PeerProcess.RequireInstalled("tcpdump");
        // A full backlog leaves the first SYN unanswered: the handshake takes a second, and this machine's scheduler
        // has no part in it. The source address is nobody else's.
        using var full = FullBacklog.Listen();
        await using PeerProcess dump = PeerProcess.Start(
            "tcpdump", "-i", "lo", "-n", "-tt", "-l", "--immediate-mode", "host 127.77.0.9 and tcp[tcpflags] & tcp-syn != 0");
        if (!await IsListeningAsync(dump))
            Assert.Skip("tcpdump may not listen here.");
        Task<List<TcpHandshake>> test = TestAsync(new()
        {
            ComputerName = ["127.0.0.1"],
            Port = [$"{full.EndPoint.Port}"],
            LocalAddress = "127.77.0.9",
            Timeout = TimeSpan.FromSeconds(15),
        });
        string line = await dump.ReadLineAsync();
        double sent = TimeOf(line);
        Task accepting = full.AcceptAllAsync();
        while (!line.Contains("Flags [S.]", StringComparison.Ordinal))
            line = await dump.ReadLineAsync();
        TcpHandshake result = Assert.Single(await test);
        full.Dispose();
        await accepting.Within();

        Assert.InRange(result.ConnectTime!.Value.TotalSeconds, (TimeOf(line) - sent) * 0.8, (TimeOf(line) - sent) * 1.2);
    }

    [Fact]
    public async Task The_open_ports_of_loopback_are_those_that_nmap_finds()
    {
        PeerProcess.RequireInstalled("nmap");
        // An address that nobody else listens on.
        const string Address = "127.77.0.1";
        var listeners = Enumerable.Range(0, 10).Select(_ =>
        {
            var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Parse(Address), 0);
            listener.Start();
            return listener;
        }).ToList();
        HashSet<int> own = [.. listeners.Select(listener => ((System.Net.IPEndPoint)listener.LocalEndpoint).Port)];
        await using PeerProcess nmap = PeerProcess.Start("nmap", "-sT", "-n", "-Pn", "-p-", "-oG", "-", Address);
        (int code, string output) = await nmap.WaitAsync();
        List<TcpHandshake> ours = await TestAsync(new()
        {
            ComputerName = [Address],
            Port = ["1-65535"],
            OpenOnly = true,
            ThrottleLimit = 512,
        });
        listeners.ForEach(listener => listener.Stop());

        Assert.Equal(0, code);
        HashSet<int> theirs = [.. Regex.Matches(output, @"(\d+)/open/tcp")
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.Superset(own, theirs);
        Assert.Superset(own, ours.Select(result => result.Port!.Value).ToHashSet());
    }

    private static async Task<List<TcpHandshake>> TestAsync(TestTcpHandshakeRequest request)
        => (await new TestTcpHandshakeOperation().CollectAsync(request)).Results<TcpHandshake>();

    private static double TimeOf(string line)
        => double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture);

    private static async Task<bool> IsListeningAsync(PeerProcess dump)
    {
        while (await dump.Errors.ReadLineAsync().WaitAsync(Bounded.Limit) is { } line)
        {
            if (line.StartsWith("listening", StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    // 198.18.0.0/15 is for tests of networks and goes nowhere else (RFC 2544).
    private void MakeNetwork()
    {
        PeerProcess.RequireInstalled("ip");
        PeerProcess.RequireInstalled("iptables");
        Assert.SkipUnless(Run("ip", $"netns add {space}"), "Network namespaces cannot be made here.");
        made = true;
        Assert.SkipUnless(
            Run("ip", $"link add {host} type veth peer name eth0 netns {space}")
                && Run("ip", $"addr add 198.18.0.1/24 dev {host}")
                && Run("ip", $"link set {host} up"),
            "A pair of interfaces cannot be made here.");
        InSpace("ip addr add 198.18.0.2/24 dev eth0");
        InSpace("ip link set eth0 up");
        InSpace("sysctl -q -w net.ipv4.icmp_ratelimit=0");
    }

    private void InSpace(string command)
        => Assert.SkipUnless(Run("ip", $"netns exec {space} {command}"), $"'{command}' does not work here.");

    private static bool Run(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        process.WaitForExit(Bounded.Limit);
        return process.HasExited && process.ExitCode == 0;
    }
}
