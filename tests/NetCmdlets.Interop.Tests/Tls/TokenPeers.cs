using System.Globalization;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Tls;

/// <summary>A Python program that guesses tokens, and ncat that knows one.</summary>
public sealed class TokenPeers
{
    private const string Guesses = """
        import concurrent.futures, socket, sys
        port, count = int(sys.argv[1]), int(sys.argv[2])
        def attempt(number):
            with socket.create_connection(('127.0.0.1', port), timeout=15) as stream:
                stream.sendall(b'guess %d\n' % number)
                try:
                    return stream.recv(100)
                except ConnectionResetError:
                    return b''
        with concurrent.futures.ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(attempt, range(count)))
        print(len(answers), sum(len(answer) for answer in answers))
        """;

    [Fact]
    public async Task A_thousand_wrong_tokens_are_refused_and_the_right_one_gets_in_afterwards()
    {
        await using NetServer server = TcpServer.Start(
            "TcpEcho",
            new StartTcpEchoServerRequest { Token = AccessToken.FromText("open sesame") },
            new TcpEchoService());

        await using (PeerProcess python = PeerProcess.Python(Guesses, $"{server.Port}", "1000"))
            Assert.Equal((0, "1000 0\n"), await python.WaitAsync());

        Assert.Equal(1000, server.TotalConnections);
        Assert.Equal(1000, server.RejectedConnections);
        Assert.Equal(0, server.BytesReceived);
        // Who guessed waits, and is served in the end.
        await using PeerProcess ncat = PeerProcess.Start(
            "ncat", "127.0.0.1", server.Port!.Value.ToString(CultureInfo.InvariantCulture));
        await ncat.Input.WriteAsync("open sesame\nhello\n").WaitAsync(Bounded.Limit);
        await ncat.Input.FlushAsync().WaitAsync(Bounded.Limit);
        Assert.Equal("hello", await ncat.ReadLineAsync());
        Assert.Equal(1000, server.RejectedConnections);
    }
}
