using System.Net;
using System.Net.Sockets;
using System.Text;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Echo;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Echo;

public sealed class TestEchoServerTests
{
    private static readonly string[] TcpIds =
    [
        "Text", "Bytes", "Empty", "OneByte", "Coalesced", "Large", "HalfClose", "Concurrent", "Idle", "Reset",
    ];

    private static readonly string[] UdpIds =
        ["Text", "Bytes", "Empty", "Boundaries", "SourcePort", "Largest", "Concurrent"];

    [Fact]
    public async Task Our_TCP_echo_server_passes_every_check()
    {
        await using NetServer server = await StartTcpAsync(new());
        List<EchoCheck> checks = await TestAsync(Request(server));

        Assert.Equal(TcpIds, checks.Select(check => check.Id));
        Assert.All(checks, check => Assert.True(check.Passed, $"{check.Id}: {check.Evidence}"));
        Assert.All(checks, check => Assert.Equal(
            ("127.0.0.1", server.Port, EchoProtocol.Tcp), (check.ComputerName, check.Port, check.Protocol)));
        Assert.All(checks, check => Assert.True(check.Elapsed > TimeSpan.Zero));
    }

    [Fact]
    public async Task Our_UDP_echo_server_passes_every_check()
    {
        await using var server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        List<EchoCheck> checks = await TestAsync(Request(server) with { Protocol = EchoProtocol.Udp });

        Assert.Equal(UdpIds, checks.Select(check => check.Id));
        Assert.All(checks, check => Assert.True(check.Passed, $"{check.Id}: {check.Evidence}"));
    }

    [Fact]
    public async Task A_server_that_serves_one_client_at_a_time_holds_up_the_others()
    {
        await using NetServer server = await StartTcpAsync(new() { Sequential = true });
        List<EchoCheck> checks = await TestAsync(Request(server) with
        {
            Concurrency = 2,
            Timeout = TimeSpan.FromSeconds(1),
        });

        Assert.Equal(["Concurrent", "Idle"], checks.Where(check => check.Passed != true).Select(check => check.Id));
        Assert.StartsWith(
            "1 of 2 clients did not: 0 of 1,000 bytes", EvidenceOf("Concurrent"), StringComparison.Ordinal);
        Assert.StartsWith(
            "while another client was connected and silent: ", EvidenceOf("Idle"), StringComparison.Ordinal);

        string EvidenceOf(string id) => checks.Single(check => check.Id == id).Evidence;
    }

    [Fact]
    public async Task A_server_that_sends_without_looking_how_much_was_taken_fails_where_the_client_reads_late()
    {
        await using var peer = EchoPeer.Plain(async client =>
        {
            byte[] buffer = new byte[64 * 1024];
            while (await client.ReceiveAsync(buffer) is > 0 and int count)
            {
                client.Blocking = false;
                try
                {
                    client.Send(buffer.AsSpan(0, count), SocketFlags.None, out _);
                }
                finally
                {
                    client.Blocking = true;
                }
            }
        });
        List<EchoCheck> checks = await TestAsync(new()
        {
            ComputerName = ["127.0.0.1"],
            Port = peer.Port,
            Timeout = TimeSpan.FromSeconds(1),
        });

        Assert.Equal(["Large"], checks.Where(check => check.Passed != true).Select(check => check.Id));
        Assert.Matches(@"^([\d,]+ of [\d,]+ bytes came back, and no more within 1 s|byte [\d,]+ of .*)\.$",
            checks.Single(check => check.Id == "Large").Evidence);
    }

    [Fact]
    public async Task A_server_that_takes_bytes_for_text_fails_where_bytes_are_asked_and_nowhere_else()
    {
        await using var peer = EchoPeer.Plain(async client =>
        {
            byte[] buffer = new byte[64 * 1024];
            while (await client.ReceiveAsync(buffer) is > 0 and int count)
                await client.SendAsync(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(buffer, 0, count)));
        });
        List<EchoCheck> checks = await TestAsync(new() { ComputerName = ["127.0.0.1"], Port = peer.Port });

        Assert.Equal(["Bytes"], checks.Where(check => check.Passed != true).Select(check => check.Id));
        Assert.Equal(
            "byte 128 of 256 was sent as 0x80 and came back as 0xEF.",
            checks.Single(check => check.Id == "Bytes").Evidence);
    }

    [Fact]
    public async Task A_server_that_answers_once_fails_where_more_is_sent_and_nowhere_else()
    {
        await using var peer = EchoPeer.Plain(async client =>
        {
            byte[] buffer = new byte[1024];
            await client.SendAsync(buffer.AsMemory(0, await client.ReceiveAsync(buffer)));
        });
        List<EchoCheck> checks = await TestAsync(new() { ComputerName = ["127.0.0.1"], Port = peer.Port });

        Assert.Equal(
            ["OneByte", "Coalesced", "Large", "HalfClose"],
            checks.Where(check => check.Passed != true).Select(check => check.Id));
    }

    [Fact]
    public async Task A_Unix_domain_socket_passes_every_check()
    {
        using var folder = new TemporaryFolder();
        await using NetServer server = await StartTcpAsync(new() { SocketPath = folder.File("echo.sock") });
        List<EchoCheck> checks = await TestAsync(new() { SocketPath = server.SocketPath });

        Assert.Equal(TcpIds, checks.Select(check => check.Id));
        Assert.All(checks, check => Assert.True(check.Passed, $"{check.Id}: {check.Evidence}"));
    }

    [Fact]
    public async Task A_server_that_prefixes_its_answers_fails_with_the_first_byte_that_differs()
    {
        await using NetServer server = await StartTcpAsync(new() { Prefix = "Echo: " });
        EchoCheck check = Assert.Single(await TestAsync(Request(server) with { Id = ["Text"] }));

        Assert.False(check.Passed);
        Assert.Equal("byte 6 of 76 was sent as 0x6E and came back as 0x45.", check.Evidence);
    }

    [Theory]
    [InlineData(EchoProtocol.Tcp)]
    [InlineData(EchoProtocol.Udp)]
    public async Task A_server_that_is_not_there_fails_the_first_check_and_the_others_are_not_run(EchoProtocol protocol)
    {
        List<EchoCheck> checks = await TestAsync(new()
        {
            ComputerName = ["127.0.0.1"],
            Port = ClosedPort(protocol),
            Protocol = protocol,
            Timeout = TimeSpan.FromSeconds(2),
        });

        Assert.False(checks[0].Passed);
        // Not every system tells a UDP client that nobody listens.
        if (protocol == EchoProtocol.Tcp || OperatingSystem.IsLinux())
            Assert.StartsWith("ConnectionRefused", checks[0].Evidence, StringComparison.Ordinal);
        Assert.All(checks.Skip(1), check => Assert.Null(check.Passed));
        Assert.Equal("not run: the server cannot be reached.", checks[^1].Evidence);
        Assert.Null(checks[^1].Elapsed);
    }

    [Theory]
    [InlineData(EchoProtocol.Tcp)]
    [InlineData(EchoProtocol.Udp)]
    public async Task A_name_that_does_not_exist_fails_the_first_check(EchoProtocol protocol)
    {
        List<EchoCheck> checks = await TestAsync(new()
        {
            ComputerName = ["no-such-host.invalid"],
            Port = 7,
            Protocol = protocol,
            Id = ["bytes", "text"],
        });

        Assert.Equal([false, null], checks.Select(check => check.Passed));
        Assert.StartsWith("NameNotFound", checks[0].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_is_one_bool_a_server()
    {
        await using NetServer server = await StartTcpAsync(new());
        List<PipelineItem> good = await new TestEchoServerOperation().CollectAsync(
            Request(server) with { Quiet = true, Exclude = ["Large", "CONCURRENT"] });
        List<PipelineItem> bad = await new TestEchoServerOperation().CollectAsync(
            Request(server) with { Quiet = true, Port = ClosedPort(EchoProtocol.Tcp) });

        Assert.Equal([true], good.Results<bool>());
        Assert.Equal([false], bad.Results<bool>());
    }

    [Fact]
    public async Task A_check_that_does_not_exist_ends_the_call()
    {
        NetException error = await Assert.ThrowsAsync<NetException>(() => TestAsync(
            new() { ComputerName = ["127.0.0.1"], Port = 7, Id = ["Boundaries"] }));
        Assert.Equal(FailureKind.InvalidRequest, error.Kind);
        Assert.Equal("Boundaries", error.Failure.Target);
    }

    [Fact]
    public async Task A_stop_ends_a_check_that_waits()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        using var stop = new CancellationTokenSource();
        Task<List<PipelineItem>> test = new TestEchoServerOperation().CollectAsync(
            new()
            {
                ComputerName = ["127.0.0.1"],
                Port = ((IPEndPoint)mute.LocalEndpoint).Port,
                Timeout = TimeSpan.FromMinutes(5),
            },
            stop.Token);
        using Socket peer = await mute.AcceptSocketAsync().Within();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Within());
    }

    private static TestEchoServerRequest Request(NetServer server)
        => new() { ComputerName = ["127.0.0.1"], Port = server.Port!.Value, Timeout = TimeSpan.FromSeconds(15) };

    private static async Task<NetServer> StartTcpAsync(StartTcpEchoServerRequest request)
        => (await new StartTcpEchoServerOperation().CollectAsync(request)).Results<NetServer>().Single();

    private static async Task<List<EchoCheck>> TestAsync(TestEchoServerRequest request)
        => (await new TestEchoServerOperation().CollectAsync(request)).Results<EchoCheck>();

    // Bound by nobody: for TCP a socket that does not listen keeps it; for UDP it was free a moment ago.
    private static int ClosedPort(EchoProtocol protocol)
    {
        bool tcp = protocol == EchoProtocol.Tcp;
        var socket = new Socket(
            AddressFamily.InterNetwork,
            tcp ? SocketType.Stream : SocketType.Dgram,
            tcp ? ProtocolType.Tcp : ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        if (!tcp)
            socket.Dispose();
        return port;
    }
}
