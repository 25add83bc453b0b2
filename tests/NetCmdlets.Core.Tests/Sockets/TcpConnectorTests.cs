using System.Net;
using System.Net.Sockets;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Sockets;

public sealed class TcpConnectorTests
{
    [Fact]
    public async Task Connects_to_a_listener_and_hands_over_the_socket()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        TcpConnectResult result = await TcpConnector
            .ConnectAsync(listener.LocalEndpoint, TcpConnectOptions.Default, default).Within();
        using Socket socket = result.Socket!;
        Assert.True(result.Succeeded);
        Assert.False(result.IsLocal);
        Assert.Equal(listener.LocalEndpoint, socket.RemoteEndPoint);
        using Socket accepted = await listener.AcceptSocketAsync().Within();
        Assert.Equal(socket.LocalEndPoint, accepted.RemoteEndPoint);
    }

    [Fact]
    public async Task Tells_a_closed_port_as_a_value()
    {
        using Socket closed = ClosedPort();
        TcpConnectResult result = await TcpConnector
            .ConnectAsync(closed.LocalEndPoint!, TcpConnectOptions.Default, default).Within();
        Assert.Equal(SocketError.ConnectionRefused, result.Error);
        Assert.Null(result.Socket);
        Assert.False(result.IsLocal);
    }

    [Fact]
    public async Task Tells_a_foreign_local_address_as_a_local_error()
    {
        var options = new TcpConnectOptions { LocalAddress = IPAddress.Parse("192.0.2.1") };
        TcpConnectResult result = await TcpConnector
            .ConnectAsync(new IPEndPoint(IPAddress.Loopback, 9), options, default).Within();
        Assert.Equal(SocketError.AddressNotAvailable, result.Error);
        Assert.True(result.IsLocal);
    }

    [Fact]
    public async Task Binds_the_local_address_asked_for()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var options = new TcpConnectOptions { LocalAddress = IPAddress.Parse("127.0.0.9") };
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has all of 127.0.0.0/8 on its loopback interface.");
        TcpConnectResult result = await TcpConnector.ConnectAsync(listener.LocalEndpoint, options, default).Within();
        using Socket socket = result.Socket!;
        Assert.Equal(IPAddress.Parse("127.0.0.9"), ((IPEndPoint)socket.LocalEndPoint!).Address);
    }

    [Fact]
    public async Task Gives_up_at_the_time_limit_where_nobody_answers()
    {
        using Socket full = FullListener(out List<Socket> fillers);
        var options = new TcpConnectOptions { Timeout = TimeSpan.FromMilliseconds(50) };
        TcpConnectResult result = await TcpConnector.ConnectAsync(full.LocalEndPoint!, options, default).Within();
        fillers.ForEach(filler => filler.Dispose());
        Assert.Equal(SocketError.TimedOut, result.Error);
        Assert.Null(result.Socket);
    }

    [Fact]
    public async Task Cancelling_ends_a_connect_under_way()
    {
        using Socket full = FullListener(out List<Socket> fillers);
        using var stop = new CancellationTokenSource();
        var options = new TcpConnectOptions { Timeout = TimeSpan.FromMinutes(5) };
        Task<TcpConnectResult> pending = TcpConnector.ConnectAsync(full.LocalEndPoint!, options, stop.Token).AsTask();
        Assert.False(pending.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending.Within());
        fillers.ForEach(filler => filler.Dispose());
    }

    [Fact]
    public async Task Connects_to_a_unix_domain_socket()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        try
        {
            TcpConnectResult result = await TcpConnector
                .ConnectAsync(new UnixDomainSocketEndPoint(path), TcpConnectOptions.Default, default).Within();
            Assert.True(result.Succeeded);
            result.Socket!.Dispose();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Takes_a_connection_to_itself_for_a_refused_one()
    {
        int port;
        using (Socket free = ClosedPort())
            port = ((IPEndPoint)free.LocalEndPoint!).Port;
        var options = new TcpConnectOptions { LocalAddress = IPAddress.Loopback, LocalPort = port };
        TcpConnectResult result = await TcpConnector
            .ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), options, default).Within();
        Assert.Equal(SocketError.ConnectionRefused, result.Error);
    }

    private static Socket ClosedPort()
    {
        // Bound and not listening: nobody else gets the port, and a connect to it is refused.
        var holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return holder;
    }

    // A listener whose backlog is full drops further SYNs: what a filtered port looks like.
    private static Socket FullListener(out List<Socket> fillers)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux drops the SYN of a full backlog.");
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        fillers = [];
        for (int i = 0; i < 4; i++)
        {
            var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            {
                Blocking = false,
            };
            try
            {
                filler.Connect(listener.LocalEndPoint!);
            }
            catch (SocketException)
            {
                // Would block: its SYN waits for a place, as meant.
            }

            fillers.Add(filler);
        }

        return listener;
    }
}
