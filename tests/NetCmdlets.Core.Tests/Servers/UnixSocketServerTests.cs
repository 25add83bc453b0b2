using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

public sealed class UnixSocketServerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string SocketFile => Path.Combine(folder.Path, "echo.sock");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_client_is_answered_over_the_path_and_the_file_goes_with_the_server()
    {
        NetServer server = Start();
        Assert.True(File.Exists(SocketFile));
        Assert.Null(server.Port);
        Assert.Null(server.Address);
        Assert.Equal(SocketFile, server.SocketPath);
        using (TestTcpClient client = await TestTcpClient.ConnectAsync(new UnixDomainSocketEndPoint(SocketFile)))
        {
            await client.SendAsync("over a file");
            client.FinishSending();
            Assert.Equal("over a file"u8.ToArray(), await client.ReceiveToEndAsync());
        }

        await server.StopAsync(TimeSpan.Zero).Within();
        Assert.False(File.Exists(SocketFile));
    }

    [Fact]
    public async Task A_live_server_is_not_replaced()
    {
        await using NetServer first = Start();
        Assert.Equal(FailureKind.AddressInUse, Assert.Throws<NetException>(Start).Kind);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(new UnixDomainSocketEndPoint(SocketFile));
        await client.SendAsync("x");
        Assert.Equal("x", await client.ReceiveTextAsync(1));
    }

    [Fact]
    public async Task A_live_server_that_accepts_nobody_is_not_waited_for()
    {
        var endPoint = new UnixDomainSocketEndPoint(SocketFile);
        using var busy = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        busy.Bind(endPoint);
        busy.Listen(1);
        var waiting = new List<Socket>();
        try
        {
            // A full backlog is EAGAIN where a blocking connect would wait (connect(2)).
            SocketError error = SocketError.Success;
            while (error == SocketError.Success)
            {
                var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                {
                    Blocking = false,
                };
                waiting.Add(client);
                error = ErrorOf(() => client.Connect(endPoint));
            }

            NetException refused = await Assert.ThrowsAsync<NetException>(() => Task.Run(Start).Within());
            Assert.Equal(FailureKind.AddressInUse, refused.Kind);
        }
        finally
        {
            waiting.ForEach(client => client.Dispose());
        }

        static SocketError ErrorOf(Action connect)
        {
            try
            {
                connect();
                return SocketError.Success;
            }
            catch (SocketException error)
            {
                return error.SocketErrorCode;
            }
        }
    }

    [Fact]
    public async Task The_file_of_a_dead_server_is_replaced()
    {
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // .NET removes the file it bound: a dead server's is one that was renamed under it.
            dead.Bind(new UnixDomainSocketEndPoint(SocketFile + ".old"));
            File.Move(SocketFile + ".old", SocketFile);
        }

        Assert.True(Path.Exists(SocketFile));
        await using NetServer server = Start();
        using TestTcpClient client = await TestTcpClient.ConnectAsync(new UnixDomainSocketEndPoint(SocketFile));
        await client.SendAsync("x");
        Assert.Equal("x", await client.ReceiveTextAsync(1));
    }

    [Fact]
    public void A_file_that_is_no_socket_is_left_alone()
    {
        File.WriteAllText(SocketFile, "precious");
        Assert.Equal(FailureKind.AddressInUse, Assert.Throws<NetException>(Start).Kind);
        Assert.Equal("precious", File.ReadAllText(SocketFile));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told()
    {
        string missing = Path.Combine(folder.Path, "none");
        NetException error = Assert.Throws<NetException>(() => TcpServer.Start(
            "TcpEcho",
            new StartTcpEchoServerRequest { SocketPath = Path.Combine(missing, "echo.sock") },
            new TcpEchoService()));
        Assert.Equal(FailureKind.FileFailed, error.Kind);
        Assert.Contains($"there is no folder '{missing}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_longer_than_the_system_allows_is_refused()
    {
        NetException error = Assert.Throws<NetException>(() => TcpServer.Start(
            "TcpEcho",
            new StartTcpEchoServerRequest { SocketPath = Path.Combine(folder.Path, new string('x', 200)) },
            new TcpEchoService()));
        Assert.Equal(FailureKind.InvalidRequest, error.Kind);
    }

    private TcpServer Start() => TcpServer.Start(
        "TcpEcho", new StartTcpEchoServerRequest { SocketPath = SocketFile }, new TcpEchoService());
}
