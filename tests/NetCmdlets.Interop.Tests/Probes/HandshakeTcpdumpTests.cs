using System.Globalization;
using System.Text.RegularExpressions;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Probes;

/// <summary>
/// What Test-TcpHandshake says of handshakes beside what tcpdump reads of the same packets, over a path on which a
/// round trip takes 500 ms: long against whatever a busy machine adds.
/// </summary>
[Collection(Alone.Name)]
public sealed partial class HandshakeTcpdumpTests
{
    // Times must agree within 20 % of a round trip, and this process's pauses are in its times.
    private static readonly TimeSpan LongestPause = DelayedPath.RoundTrip * 0.15;

    private const string Listener = """
        import socket, time
        s = socket.socket(); s.bind(("0.0.0.0", 0)); s.listen(50)
        print(s.getsockname()[1], flush=True)
        while True: s.accept()
        """;

    [Fact]
    public async Task The_times_and_the_kernels_numbers_are_those_of_the_packets()
    {
        await using DelayedPath path = await DelayedPath.CreateAsync(1);
        await using PeerProcess server = path.Python(Listener);
        int port = int.Parse(await server.ReadLineAsync(), CultureInfo.InvariantCulture);
        await using PeerProcess dump = await DumpAsync(path);
        await using var heartbeat = Heartbeat.Start();
        TcpHandshake result = await TestAsync(new() { ComputerName = [path.Address], Port = [$"{port}"] });
        Packet syn = await NextAsync(dump, "S");
        Packet answer = await NextAsync(dump, "S.");
        await heartbeat.RequireSteadyAsync(LongestPause);

        Assert.Equal(HandshakeState.Open, result.State);
        double seen = answer.Time - syn.Time;
        Assert.True(seen >= DelayedPath.RoundTrip.TotalSeconds);
        Assert.InRange(result.ConnectTime!.Value.TotalSeconds, seen * 0.8, seen * 1.2);
        Assert.InRange(result.RoundTripTime!.Value.TotalSeconds, seen * 0.8, seen * 1.2);
        Assert.Equal(Option(answer, "wscale"), result.SendWindowScale);
        Assert.Equal(Option(syn, "wscale"), result.ReceiveWindowScale);
        // Time stamps take 12 bytes of each segment (RFC 7323, appendix A).
        int stamps = answer.Options.Contains("TS val", StringComparison.Ordinal) ? 12 : 0;
        Assert.Equal(Option(answer, "mss") - stamps, result.MaximumSegmentSize);
        Assert.Equal(0, result.Retransmits);
        // RFC 6928: ten segments to begin with.
        Assert.Equal(10, result.CongestionWindow);
    }

    [Fact]
    public async Task A_refusal_takes_as_long_as_its_packets()
    {
        await using DelayedPath path = await DelayedPath.CreateAsync(2);
        await using PeerProcess dump = await DumpAsync(path);
        await using var heartbeat = Heartbeat.Start();
        TcpHandshake result = await TestAsync(new() { ComputerName = [path.Address], Port = ["9"] });
        double seen = -(await NextAsync(dump, "S")).Time + (await NextAsync(dump, "R.")).Time;
        await heartbeat.RequireSteadyAsync(LongestPause);

        Assert.Equal(HandshakeState.Refused, result.State);
        Assert.InRange(result.ConnectTime!.Value.TotalSeconds, seen * 0.8, seen * 1.2);
    }

    [Fact]
    public async Task Several_handshakes_have_their_shortest_median_and_longest_time()
    {
        await using DelayedPath path = await DelayedPath.CreateAsync(3);
        await using PeerProcess server = path.Python(Listener);
        string port = await server.ReadLineAsync();
        await using PeerProcess dump = await DumpAsync(path);
        await using var heartbeat = Heartbeat.Start();
        TcpHandshake result = await TestAsync(new() { ComputerName = [path.Address], Port = [port], Count = 5 });
        var seen = new List<double>();
        while (seen.Count < 5)
            seen.Add(-(await NextAsync(dump, "S")).Time + (await NextAsync(dump, "S.")).Time);
        seen.Sort();
        await heartbeat.RequireSteadyAsync(LongestPause);

        Assert.Equal((5, 5), (result.OpenCount, result.Attempts));
        Assert.InRange(result.MinimumTime!.Value.TotalSeconds, seen[0] * 0.8, seen[0] * 1.2);
        Assert.InRange(result.MedianTime!.Value.TotalSeconds, seen[2] * 0.8, seen[2] * 1.2);
        Assert.InRange(result.MaximumTime!.Value.TotalSeconds, seen[4] * 0.8, seen[4] * 1.2);
    }

    [Theory]
    [InlineData(true, 4, "S S. .")]
    [InlineData(false, 5, "S R.")]
    public async Task A_trace_says_of_each_segment_what_tcpdump_says(bool open, int network, string flags)
    {
        await using DelayedPath path = await DelayedPath.CreateAsync(network);
        await using PeerProcess server = path.Python(Listener);
        string port = await server.ReadLineAsync();
        await using PeerProcess dump = await DumpAsync(path);
        TcpHandshake result = await TestAsync(new()
        {
            ComputerName = [path.Address],
            Port = [open ? port : "9"],
            Trace = true,
        });
        var packets = new List<Packet>();
        foreach (string one in flags.Split(' '))
            packets.Add(await NextAsync(dump, one));

        string[] names = open ? ["SYN", "SYN,ACK", "ACK"] : ["SYN", "RST,ACK"];
        Assert.Equal(names, result.Segments!.Select(each => each.Flags));
        Assert.Equal(packets.Select(packet => packet.Options), result.Segments!.Select(each => each.Options));
        // tcpdump passes over the sequence number of an acknowledgment without data: it is the one after the SYN's.
        Assert.Equal(
            packets.Select(packet => packet.Sequence ?? packets[0].Sequence + 1),
            result.Segments!.Select(each => each.SequenceNumber));
        Assert.Equal(
            packets.Select(packet => packet.Acknowledgment),
            result.Segments!.Select(each => each.AcknowledgmentNumber));
        Assert.Equal(packets.Select(packet => packet.Window), result.Segments!.Select(each => each.Window));
        Assert.Equal(
            packets.Select(packet => Option(packet, "mss")), result.Segments!.Select(each => each.MaximumSegmentSize));
        Assert.Equal(
            packets.Select(packet => Option(packet, "wscale")), result.Segments!.Select(each => each.WindowScale));
        for (int i = 0; i < packets.Count; i++)
        {
            // Both have the kernel's time of the packet; it may be taken twice, a moment apart.
            Assert.Equal(packets[i].Time - packets[0].Time, result.Segments![i].Time.TotalSeconds, 0.04);
            Assert.Equal(packets[i].From == packets[0].From, result.Segments[i].Sent);
        }
    }

    [Fact]
    public async Task A_SYN_that_is_sent_again_is_in_the_time_as_tcpdump_has_it()
    {
        PeerProcess.RequireInstalled("tcpdump");
        // A full backlog leaves the first SYN unanswered: the handshake takes a second, and this machine's scheduler
        // has no part in it. The source address is nobody else's.
        using var full = FullBacklog.Listen();
        await using PeerProcess dump = PeerProcess.Start(
            "tcpdump", "-i", "lo", "-n", "-tt", "-l", "--immediate-mode", "host 127.77.0.9 and tcp[tcpflags] & tcp-syn != 0");
        await dump.ErrorLineAsync("listening on");
        Task<TcpHandshake> test = TestAsync(new()
        {
            ComputerName = ["127.0.0.1"],
            Port = [$"{full.EndPoint.Port}"],
            LocalAddress = "127.77.0.9",
            Timeout = TimeSpan.FromSeconds(15),
        });
        await using var heartbeat = Heartbeat.Start();
        string line = await dump.ReadLineAsync();
        double sent = TimeOf(line);
        Task accepting = full.AcceptAllAsync();
        while (!line.Contains("Flags [S.]", StringComparison.Ordinal))
            line = await dump.ReadLineAsync();
        TcpHandshake result = await test;
        full.Dispose();
        await accepting.Within();
        await heartbeat.RequireSteadyAsync(TimeSpan.FromMilliseconds(150));

        Assert.InRange(result.ConnectTime!.Value.TotalSeconds, (TimeOf(line) - sent) * 0.8, (TimeOf(line) - sent) * 1.2);
    }

    private static async Task<TcpHandshake> TestAsync(TestTcpHandshakeRequest request)
    {
        // A process's first handshake has the compiling of this module's code in it: the one measured is not the first.
        using (var full = FullBacklog.Listen())
        {
            await new TestTcpHandshakeOperation().CollectAsync(new()
            {
                ComputerName = ["127.0.0.1"],
                Port = [$"{full.EndPoint.Port}"],
                Timeout = TimeSpan.FromMilliseconds(20),
            });
        }

        return (await new TestTcpHandshakeOperation().CollectAsync(request)).Results<TcpHandshake>().Single();
    }

    private static async Task<PeerProcess> DumpAsync(DelayedPath path)
    {
        PeerProcess dump = PeerProcess.Start(
            "tcpdump", "-i", path.Here, "-n", "-tt", "-S", "-l", "--immediate-mode", "tcp");
        await dump.ErrorLineAsync("listening on");
        return dump;
    }

    // The next packet with these flags; those between (what ends a connection) are passed over.
    private static async Task<Packet> NextAsync(PeerProcess dump, string flags)
    {
        while (true)
        {
            Match match = Line().Match(await dump.ReadLineAsync());
            if (!match.Success || match.Groups["flags"].Value != flags)
                continue;
            return new Packet(
                double.Parse(match.Groups["time"].ValueSpan, CultureInfo.InvariantCulture),
                match.Groups["from"].Value,
                Number(match.Groups["seq"]),
                Number(match.Groups["ack"]),
                (int)Number(match.Groups["win"])!.Value,
                string.Join(
                    ", ", match.Groups["options"].Value.Split(',').Where(option => option is not ("nop" or "eol"))));
        }
    }

    private static double TimeOf(string line)
        => double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture);

    private static uint? Number(Group group)
        => group.Success ? uint.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : null;

    private static int? Option(Packet packet, string name)
    {
        Match match = Regex.Match(packet.Options, $@"\b{name} (\d+)");
        return match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex(@"^(?<time>[\d.]+) IP (?<from>\S+) > \S+: Flags \[(?<flags>[^\]]+)\]"
        + @"(, seq (?<seq>\d+))?(, ack (?<ack>\d+))?, win (?<win>\d+)(, options \[(?<options>[^\]]*)\])?, length")]
    private static partial Regex Line();

    private sealed record Packet(
        double Time, string From, uint? Sequence, uint? Acknowledgment, int? Window, string Options);
}
