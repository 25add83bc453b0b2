using NetCmdlets.Operations.Servers;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Tcp;

/// <summary>Far more clients than the server lets in, all of them at once, in Python.</summary>
public sealed class CrowdTests
{
    private const string Crowd = """
        import resource, selectors, socket, sys
        port, count, admitted = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        if hard != resource.RLIM_INFINITY and hard < count + 100:
            sys.exit('few descriptors')
        resource.setrlimit(resource.RLIMIT_NOFILE, (count + 100, hard))
        clients = [socket.create_connection(('127.0.0.1', port), 20) for _ in range(count)]
        ended = sum(client.recv(1) == b'' for client in clients[admitted:])
        print(ended, flush=True)
        sys.stdin.readline()
        for client in clients[:admitted]:
            client.sendall(b'x')
        answered = sum(client.recv(1) == b'x' for client in clients[:admitted])
        print(answered, flush=True)
        for client in clients:
            client.close()
        sys.stdin.readline()
        with socket.create_connection(('127.0.0.1', port), 20) as late:
            late.sendall(b'late')
            print(late.recv(4).decode())
        """;

    [Fact]
    public async Task Ten_thousand_clients_at_a_limit_of_1024()
    {
        await using NetServer server = TcpServer.Start(
            "TcpEcho", new StartTcpEchoServerRequest(), new TcpEchoService());
        await using PeerProcess python = PeerProcess.Python(Crowd, $"{server.Port}", "10000", "1024");
        string told;
        try
        {
            told = await python.ReadLineAsync();
        }
        catch (InvalidOperationException error)
            when (error.Message.Contains("few descriptors", StringComparison.Ordinal))
        {
            Assert.Skip("This system does not let a process open ten thousand sockets.");
            return;
        }

        // All of them are there: the others are told the end, and those let in are answered.
        Assert.Equal("8976", told);
        Assert.Equal((1024, 8976), (server.TotalConnections, server.RejectedConnections));
        List<NetServerEvent> rejected = await EventsAsync(server, NetServerEventKind.Rejected);
        Assert.NotEmpty(rejected);
        Assert.All(rejected, one => Assert.Equal("Limit: 1024 connections are open.", one.Reason));

        await python.Input.WriteLineAsync();
        Assert.Equal("1024", await python.ReadLineAsync());
        Assert.Equal((0, 1024, 1024), (server.FailedConnections, server.BytesReceived, server.BytesSent));

        // When they have left there is room again.
        await Until.TrueAsync(() => server.ActiveConnections == 0);
        await python.Input.WriteLineAsync();
        Assert.Equal("late", await python.ReadLineAsync());
        Assert.Equal(1025, server.TotalConnections);
    }

    private static async Task<List<NetServerEvent>> EventsAsync(NetServer server, NetServerEventKind kind)
        => (await new GetNetServerEventOperation().CollectAsync(
            new GetNetServerEventRequest { Server = [server], EventKind = [kind] })).Results<NetServerEvent>();
}
