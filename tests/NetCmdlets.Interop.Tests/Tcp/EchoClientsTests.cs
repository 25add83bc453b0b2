using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Tcp;

/// <summary>Other people's clients at our echo server.</summary>
public sealed class EchoClientsTests
{
    [Fact]
    public async Task A_python_client_gets_its_message_back_in_pieces()
    {
        await using NetServer server = Echo(new());
        await using PeerProcess python = PeerProcess.Python(
            """
            import socket, sys
            with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20) as s:
                message = bytes(range(256)) * 1000
                s.sendall(message)
                answer = b""
                while len(answer) < len(message):
                    piece = s.recv(1000)
                    if not piece:
                        break
                    answer += piece
                print(answer == message, len(answer))
            """,
            $"{server.Port}");
        Assert.Equal((0, "True 256000\n"), await python.WaitAsync());
        Assert.Equal(256_000, server.BytesSent);
    }

    [Fact]
    public async Task A_python_client_gets_text_with_the_prefix_and_is_closed_for_bytes_that_are_none()
    {
        await using NetServer server = Echo(new() { Prefix = "Echo: " });
        await using PeerProcess python = PeerProcess.Python(
            """
            import socket, sys
            with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20) as s:
                for text in ("hello", "grüße", "quit"):
                    s.sendall(text.encode())
                    print(s.recv(1024).decode())
                s.sendall(b"\xff\xff")
                print(s.recv(1024))
            """,
            $"{server.Port}");
        Assert.Equal((0, "Echo: hello\nEcho: grüße\nEcho: quit\nb''\n"), await python.WaitAsync());
    }

    [Fact]
    public async Task A_node_client_gets_its_message_back_and_the_end_after_its_own()
    {
        await using NetServer server = Echo(new());
        await using PeerProcess node = PeerProcess.Start(
            "node",
            "-e",
            """
            const net = require('net');
            const message = Buffer.alloc(3000000, 'node');
            const pieces = [];
            const s = net.connect(Number(process.argv[1]), '127.0.0.1', () => s.end(message));
            s.on('data', piece => pieces.push(piece));
            s.on('end', () => console.log(Buffer.concat(pieces).equals(message)));
            """,
            $"{server.Port}");
        Assert.Equal((0, "true\n"), await node.WaitAsync());
    }

    [Fact]
    public async Task A_sequential_server_makes_the_second_python_client_wait()
    {
        await using NetServer server = Echo(new() { Sequential = true });
        const string Client =
            """
            import socket, sys
            s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20)
            s.sendall(b"x")
            print(s.recv(1).decode(), flush=True)
            sys.stdin.readline()
            s.close()
            """;
        await using PeerProcess first = PeerProcess.Python(Client, $"{server.Port}");
        Assert.Equal("x", await first.ReadLineAsync());
        await using PeerProcess second = PeerProcess.Python(Client, $"{server.Port}");
        Task<string> answer = second.ReadLineAsync();
        Assert.Equal(1, server.TotalConnections);
        await first.Input.WriteLineAsync();
        Assert.Equal("x", await answer.Within());
        Assert.Equal(2, server.TotalConnections);
    }

    private static TcpServer Echo(StartTcpEchoServerRequest request) => TcpServer.Start(
        "TcpEcho",
        request,
        request.Prefix is null ? new TcpEchoService() : new TcpPrefixEchoService(request.Prefix, 65536));
}
