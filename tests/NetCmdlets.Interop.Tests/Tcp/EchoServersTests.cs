using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Tcp;

/// <summary>Our client at other people's echo servers.</summary>
public sealed class EchoServersTests
{
    [Fact]
    public async Task A_python_server_that_reads_16_bytes_at_a_time_sends_the_message_back()
    {
        await using PeerProcess python = PeerProcess.Python(
            """
            import socket
            with socket.socket() as listener:
                listener.bind(("127.0.0.1", 0))
                listener.listen()
                print(listener.getsockname()[1], flush=True)
                while True:
                    client, _ = listener.accept()
                    with client:
                        while True:
                            piece = client.recv(16)
                            if not piece:
                                break
                            client.sendall(piece)
            """);
        int port = int.Parse(await python.ReadLineAsync(), CultureInfo.InvariantCulture);
        var data = new byte[100_000];
        new Random(2).NextBytes(data);
        foreach (InvokeTcpRequestRequest request in (InvokeTcpRequestRequest[])
            [new() { Data = data, ReplyBytes = data.Length }, new() { Data = data, Shutdown = true }])
        {
            TcpReply reply = await AskAsync(request with { ComputerName = ["127.0.0.1"], Port = port });
            Assert.Equal(data, reply.Data);
        }
    }

    [Fact]
    public async Task A_socat_server_sends_the_message_back()
    {
        await using PeerProcess socat = PeerProcess.Start(
            "socat", "-d", "-d", "-t20", "TCP-LISTEN:0,bind=127.0.0.1,fork", "EXEC:cat");
        string? line = await socat.Errors.ReadLineAsync().Within();
        int port = int.Parse(line!.Split(':')[^1], CultureInfo.InvariantCulture);
        TcpReply reply = await AskAsync(
            new() { ComputerName = ["127.0.0.1"], Port = port, Message = "grüße\0binary", Shutdown = true });
        Assert.Equal("grüße\0binary", reply.Text);
        Assert.Equal(CloseReason.PeerClosed, reply.CloseReason);
    }

    [Fact]
    public async Task A_socat_server_on_a_unix_domain_socket_sends_the_message_back()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("cat.sock");
        await using PeerProcess socat = PeerProcess.Start(
            "socat", "-d", "-d", "-t20", $"UNIX-LISTEN:{path},fork", "EXEC:cat");
        Assert.Contains("listening", await socat.Errors.ReadLineAsync().Within(), StringComparison.Ordinal);
        TcpReply reply = await AskAsync(new() { SocketPath = path, Message = "unix", ReplyBytes = 4 });
        Assert.Equal("unix", reply.Text);
    }

    [Fact]
    public async Task An_ncat_server_sends_the_message_back()
    {
        PeerProcess.RequireInstalled("ncat");
        int port = FreePort();
        await using PeerProcess ncat = PeerProcess.Start(
            "ncat", "-v", "-l", "127.0.0.1", $"{port}", "--keep-open", "--exec", "/bin/cat");
        while (!(await ncat.Errors.ReadLineAsync().Within())!.Contains("Listening", StringComparison.Ordinal))
        {
            // The version comes first.
        }

        TcpReply reply = await AskAsync(
            new() { ComputerName = ["127.0.0.1"], Port = port, Message = "line\n", Until = "\n" });
        Assert.Equal("line\n", reply.Text);
        Assert.Equal(CloseReason.Completed, reply.CloseReason);
    }

    // ncat does not tell the port that the system picked for it.
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task<TcpReply> AskAsync(InvokeTcpRequestRequest request)
    {
        var items = await new InvokeTcpRequestOperation().CollectAsync(request);
        Assert.Empty(items.Failures().Select(failure => failure.Message));
        return items.Results<TcpReply>().Single();
    }
}
