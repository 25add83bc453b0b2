using System.Net;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Udp;

/// <summary>Our UDP server and client against other people's.</summary>
public sealed class UdpInteropTests
{
    private const string PythonEcho = """
        import socket
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.1", 0))
        print(server.getsockname()[1], flush=True)
        while True:
            data, peer = server.recvfrom(65536)
            server.sendto(data, peer)
        """;

    [Fact]
    public async Task A_Python_client_gets_each_datagram_back_from_our_server()
    {
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        await using PeerProcess client = PeerProcess.Python(
            """
            import socket, sys
            client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            client.settimeout(20)
            client.connect(("127.0.0.1", int(sys.argv[1])))
            for size in (0, 1, 1472, 1473, 9000, 65507):
                sent = bytes(i & 255 for i in range(size))
                client.send(sent)
                print(size, client.recv(65536) == sent)
            """,
            $"{server.Port}");

        (int code, string output) = await client.WaitAsync();
        Assert.Equal(0, code);
        Assert.Equal(
            "0 True\n1 True\n1472 True\n1473 True\n9000 True\n65507 True\n",
            output.ReplaceLineEndings("\n"));
        Assert.Equal(6, server.MessagesReceived);
    }

    [Fact]
    public async Task Our_client_gets_each_datagram_back_from_a_Python_server()
    {
        await using PeerProcess server = PeerProcess.Python(PythonEcho);
        int port = int.Parse(await server.ReadLineAsync(), System.Globalization.CultureInfo.InvariantCulture);
        await using var operation = new SendUdpDatagramOperation();
        foreach (int size in new[] { 0, 1, 1472, 1473, 9000, 65507 })
        {
            byte[] data = new byte[size];
            new Random(size).NextBytes(data);
            List<PipelineItem> items = await operation.CollectAsync(Ask(port) with { Data = data });
            Assert.Equal(data, Assert.Single(items.Results<UdpReply>()).Data);
        }
    }

    [Theory]
    [InlineData("socat")]
    [InlineData("ncat")]
    public async Task A_terminal_client_gets_its_line_back_from_our_server(string program)
    {
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        await using PeerProcess client = program == "socat"
            ? PeerProcess.Start("socat", "-", $"UDP4:127.0.0.1:{server.Port}")
            : PeerProcess.Start("ncat", "-u", "127.0.0.1", $"{server.Port}");
        await client.Input.WriteAsync($"hello from {program}\n");
        await client.Input.FlushAsync();

        Assert.Equal($"hello from {program}", await client.ReadLineAsync());
    }

    [Theory]
    [InlineData("socat")]
    [InlineData("ncat")]
    public async Task Our_client_gets_its_message_back_from_another_program(string program)
    {
        using var probe = new System.Net.Sockets.UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)probe.Client.LocalEndPoint!).Port;
        probe.Dispose();
        await using PeerProcess server = program == "socat"
            ? PeerProcess.Start("socat", $"UDP4-LISTEN:{port},bind=127.0.0.1,fork", "PIPE")
            : PeerProcess.Start("ncat", "-u", "-l", "127.0.0.1", $"{port}", "--exec", "/bin/cat");
        await using var operation = new SendUdpDatagramOperation();

        // Until it listens it refuses, which the retries outlast.
        List<PipelineItem> items = await operation.CollectAsync(Ask(port) with
        {
            Message = $"hello, {program}",
            Timeout = TimeSpan.FromSeconds(1),
            RetryCount = 12,
            RetryDelay = TimeSpan.FromMilliseconds(20),
        });

        Assert.Empty(items.Failures());
        Assert.Equal($"hello, {program}", items.Results<UdpReply>()[0].Text);
    }

    [Fact]
    public async Task Many_Python_clients_at_once_each_get_their_own_and_a_silent_one_delays_none()
    {
        await using NetServer server = UdpEchoServer.Start(new StartUdpEchoServerRequest());
        await using PeerProcess clients = PeerProcess.Python(
            """
            import socket, sys
            to = ("127.0.0.1", int(sys.argv[1]))
            idle = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            idle.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            for _ in range(200):
                idle.sendto(b"x" * 1000, to)
            clients = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(200)]
            good = 0
            for round in range(5):
                for i, client in enumerate(clients):
                    client.settimeout(20)
                    client.sendto(b"%d %d" % (i, round), to)
                for i, client in enumerate(clients):
                    good += client.recv(100) == b"%d %d" % (i, round)
            print(good)
            """,
            $"{server.Port}");

        Assert.Equal("1000", await clients.ReadLineAsync());
        Assert.Equal(1200, server.MessagesReceived);
    }

    private static SendUdpDatagramRequest Ask(int port) => new()
    {
        ComputerName = ["127.0.0.1"],
        Port = port,
        WaitReply = true,
        Timeout = Bounded.Limit,
    };
}
