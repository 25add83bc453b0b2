using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using NetCmdlets.Interop.Tests.Udp;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Probes;

/// <summary>
/// Test-TcpHandshake against a network namespace whose firewall drops and rejects, and beside nmap. The namespace is at
/// the other end of a pair of interfaces of this test's own; it is skipped where that cannot be made.
/// </summary>
public sealed partial class HandshakeNetworkTests
{
    private static readonly (string Target, HandshakeState State, string Reason, string? Seen)[] Firewall =
    [
        ("DROP", HandshakeState.Filtered, "ConnectionTimedOut: no answer within 1.5 s.", null),
        ("REJECT --reject-with tcp-reset", HandshakeState.Refused,
            "ConnectionRefused: the peer answered with a reset, or ICMP said port unreachable.",
            "ConnectionRefused: the peer answered with a reset."),
        ("REJECT --reject-with icmp-port-unreachable", HandshakeState.Refused,
            "ConnectionRefused: the peer answered with a reset, or ICMP said port unreachable.",
            "ConnectionRefused: ICMP port unreachable (3/3) from {0}."),
        ("REJECT --reject-with icmp-host-unreachable", HandshakeState.Unreachable,
            "HostUnreachable: no route to the host, or a router or firewall said so.",
            "HostUnreachable: ICMP host unreachable (3/1) from {0}."),
        ("REJECT --reject-with icmp-net-unreachable", HandshakeState.Unreachable,
            "NetworkUnreachable: no route to the network, or a router said so.",
            "NetworkUnreachable: ICMP network unreachable (3/0) from {0}."),
        ("REJECT --reject-with icmp-proto-unreachable", HandshakeState.Unreachable,
            "HostUnreachable: no route to the host, or a router or firewall said so.",
            "HostUnreachable: ICMP protocol unreachable (3/2) from {0}."),
        ("REJECT --reject-with icmp-net-prohibited", HandshakeState.Unreachable,
            "NetworkUnreachable: no route to the network, or a router said so.",
            "NetworkUnreachable: ICMP network administratively prohibited (3/9) from {0}."),
        ("REJECT --reject-with icmp-host-prohibited", HandshakeState.Unreachable,
            "HostUnreachable: no route to the host, or a router or firewall said so.",
            "HostUnreachable: ICMP host administratively prohibited (3/10) from {0}."),
        ("REJECT --reject-with icmp-admin-prohibited", HandshakeState.Unreachable,
            "HostUnreachable: no route to the host, or a router or firewall said so.",
            "HostUnreachable: ICMP administratively prohibited (3/13) from {0}."),
    ];

    private static readonly (string Target, HandshakeState State, string Reason, string? Seen)[] FirewallV6 =
    [
        ("DROP", HandshakeState.Filtered, "ConnectionTimedOut: no answer within 1.5 s.", null),
        ("REJECT --reject-with tcp-reset", HandshakeState.Refused,
            "ConnectionRefused: the peer answered with a reset, or ICMP said port unreachable.",
            "ConnectionRefused: the peer answered with a reset."),
        ("REJECT --reject-with icmp6-port-unreachable", HandshakeState.Refused,
            "ConnectionRefused: the peer answered with a reset, or ICMP said port unreachable.",
            "ConnectionRefused: ICMPv6 port unreachable (1/4) from {0}."),
        ("REJECT --reject-with icmp6-no-route", HandshakeState.Unreachable,
            "NetworkUnreachable: no route to the network, or a router said so.",
            "NetworkUnreachable: ICMPv6 no route (1/0) from {0}."),
        ("REJECT --reject-with icmp6-addr-unreachable", HandshakeState.Unreachable,
            "HostUnreachable: no route to the host, or a router or firewall said so.",
            "HostUnreachable: ICMPv6 address unreachable (1/3) from {0}."),
        ("REJECT --reject-with icmp6-adm-prohibited", HandshakeState.Unreachable,
            "HostUnreachable: a firewall said that it is prohibited.",
            "HostUnreachable: ICMPv6 administratively prohibited (1/1) from {0}."),
    ];

    [Theory]
    [InlineData("iptables", false, 81)]
    [InlineData("iptables", true, 82)]
    [InlineData("ip6tables", false, 83)]
    [InlineData("ip6tables", true, 84)]
    public async Task A_firewall_is_told_as_it_answers(string firewall, bool trace, int network)
    {
        await using VethNamespace other = await VethNamespace.CreateAsync(network);
        bool isV6 = firewall == "ip6tables";
        string address = isV6 ? other.AddressV6() : other.Address();
        (string Target, HandshakeState State, string Reason, string? Seen)[] rules = isV6 ? FirewallV6 : Firewall;
        for (int i = 0; i < rules.Length; i++)
            await other.DoAsync($"{firewall} -A INPUT -p tcp --dport {1001 + i} -j {rules[i].Target}");
        await other.DoAsync(isV6 ? "sysctl -q -w net.ipv6.icmp.ratelimit=0" : "sysctl -q -w net.ipv4.icmp_ratelimit=0");
        if (trace)
            RequireRawSockets();
        List<TcpHandshake> results = await TestAsync(new()
        {
            ComputerName = [address],
            Port = [$"1001-{1000 + rules.Length}"],
            Timeout = TimeSpan.FromSeconds(1.5),
            Trace = trace,
        });

        TcpHandshake[] sorted = [.. results.OrderBy(result => result.Port)];
        Assert.Equal(rules.Select(rule => rule.State), sorted.Select(result => result.State));
        Assert.Equal(
            rules.Select(rule => trace && rule.Seen is not null ? Text(rule.Seen, address) : rule.Reason),
            sorted.Select(result => result.Reason));
        if (trace)
        {
            // What drops shows this side's tries alone.
            Assert.All(sorted[0].Segments!, segment => Assert.Equal((true, "SYN"), (segment.Sent, segment.Flags)));
            Assert.All(sorted.Skip(2), result => Assert.Equal(address, result.Segments![^1].Source.ToString()));
        }
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_unreachable_once_the_kernel_has_looked_for_it()
    {
        await using VethNamespace other = await VethNamespace.CreateAsync(85);
        string setting = $"/proc/sys/net/ipv4/neigh/{other.Here}/retrans_time_ms";
        Assert.SkipUnless(File.Exists(setting), "This system has no setting for how long it looks for a neighbour.");
        await File.WriteAllTextAsync(setting, "50", TestContext.Current.CancellationToken);
        TcpHandshake result = Assert.Single(
            await TestAsync(new() { ComputerName = [other.Address(99)], Port = ["80"] }));

        Assert.Equal(HandshakeState.Unreachable, result.State);
        Assert.StartsWith("HostUnreachable: no route to the host", result.Reason, StringComparison.Ordinal);
        Assert.Null(result.ConnectTime);
    }

    [Fact]
    public async Task A_host_that_drops_everything_does_not_hold_up_the_others()
    {
        await using VethNamespace other = await VethNamespace.CreateAsync(86);
        (string living, string dead) = (other.Address(), other.Address(3));
        await other.DoAsync($"ip addr add {dead}/24 dev {other.There}");
        await other.DoAsync($"iptables -A INPUT -d {dead} -j DROP");
        var order = new List<(string Host, HandshakeState State)>();
        await foreach (PipelineItem item in new TestTcpHandshakeOperation().RunAsync(
            new()
            {
                ComputerName = [dead, living],
                Port = ["1-400"],
                ThrottleLimit = 64,
                Timeout = TimeSpan.FromSeconds(15),
            },
            TestContext.Current.CancellationToken))
        {
            if (item.Payload is TcpHandshake result)
                order.Add((result.ComputerName, result.State));
            if (order.Count(one => one.Host == living) == 400)
                break;
        }

        // All of the living host came before the dead one's first time was over.
        Assert.Equal(400, order.Count);
        Assert.All(order, one => Assert.Equal((living, HandshakeState.Refused), one));
    }

    [Fact]
    public async Task A_scan_of_every_port_has_as_many_sockets_under_way_as_it_may_and_no_more()
    {
        await using VethNamespace other = await VethNamespace.CreateAsync(87);
        await other.DoAsync("iptables -A INPUT -p tcp -j DROP");
        using var stop = new CancellationTokenSource();
        var request = new TestTcpHandshakeRequest
        {
            ComputerName = [other.Address()],
            Port = ["1-65535"],
            ThrottleLimit = 512,
            Timeout = TimeSpan.FromMinutes(5),
        };
        Task<List<PipelineItem>> scan = new TestTcpHandshakeOperation().CollectAsync(request, stop.Token);
        await Until.TrueAsync(() => WaitingFor(other.Address()).Length >= 512);
        Assert.Equal(512, WaitingFor(other.Address()).Length);
        await StopAsync(stop);

        // The places of those whose time is over are taken by others; what is read meanwhile is no single moment's.
        using var again = new CancellationTokenSource();
        scan = new TestTcpHandshakeOperation().CollectAsync(
            request with { Timeout = TimeSpan.FromMilliseconds(400) }, again.Token);
        var seen = new List<int>();
        var ports = new HashSet<string>();
        await Until.TrueAsync(() =>
        {
            string[] waiting = WaitingFor(other.Address());
            seen.Add(waiting.Length);
            ports.UnionWith(waiting);
            return ports.Count > 1500;
        });
        Assert.True(seen.Max() < 2000, $"{seen.Max()} sockets were under way at once.");
        await StopAsync(again);

        async Task StopAsync(CancellationTokenSource source)
        {
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scan.Within());
            Assert.Empty(WaitingFor(other.Address()));
        }
    }

    [Fact]
    public async Task The_open_ports_of_a_host_are_those_that_nmap_finds()
    {
        PeerProcess.RequireInstalled("nmap");
        await using VethNamespace other = await VethNamespace.CreateAsync(88);
        await using PeerProcess listeners = other.Python("""
            import socket, time
            open = [socket.create_server(("0.0.0.0", 0)) for _ in range(20)]
            print(*(each.getsockname()[1] for each in open), flush=True)
            while True: time.sleep(60)
            """);
        int[] listening = [.. (await listeners.ReadLineAsync()).Split(' ').Select(Number).Order()];
        await using PeerProcess nmap = PeerProcess.Start(
            "nmap", "-sT", "-n", "-Pn", "-T5", "-p-", "-oG", "-", other.Address());
        (int code, string output) = await nmap.WaitAsync();
        List<TcpHandshake> ours = await TestAsync(new()
        {
            ComputerName = [other.Address()],
            Port = ["1-65535"],
            OpenOnly = true,
            ThrottleLimit = 512,
        });

        Assert.Equal(0, code);
        Assert.Equal(listening, OpenPort().Matches(output).Select(match => Number(match.Groups[1].Value)).Order());
        Assert.Equal(listening, ours.Select(result => result.Port!.Value).Order());
    }

    private static async Task<List<TcpHandshake>> TestAsync(TestTcpHandshakeRequest request)
        => (await new TestTcpHandshakeOperation().CollectAsync(request)).Results<TcpHandshake>();

    private static string Text(string format, string address)
        => string.Format(CultureInfo.InvariantCulture, format, address);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    // proc(5), /proc/net/tcp: the remote address in the machine's order of bytes, the port, and the state SYN_SENT.
    private static string[] WaitingFor(string address)
    {
        string remote = Convert.ToHexString([.. IPAddress.Parse(address).GetAddressBytes().Reverse()]);
        return [.. File.ReadLines("/proc/net/tcp")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[2].StartsWith(remote, StringComparison.Ordinal) && fields[3] == "02")
            .Select(fields => fields[2])];
    }

    private static void RequireRawSockets()
    {
        try
        {
            using var raw = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp);
        }
        catch (SocketException)
        {
            Assert.Skip("This user may not open raw sockets.");
        }
    }

    [GeneratedRegex(@"(\d+)/open/tcp")]
    private static partial Regex OpenPort();
}
