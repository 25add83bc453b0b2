using NetCmdlets.Operations.Tcp;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Epoll;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

/// <summary>Many clients at once, ends at any moment, and what is left afterwards, on each transport.</summary>
public sealed class TcpEchoServerLoadTests
{
    public static TheoryData<string> Transports()
        => EpollListener.IsSupported ? ["sockets", "epoll"] : ["sockets"];

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_client_that_streams_without_end_leaves_the_others_their_turns(string transport)
    {
        await using NetServer server = await StartAsync(transport);
        using TestTcpClient stream = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        using TestTcpClient other = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        using var end = new CancellationTokenSource();
        var block = new byte[256 * 1024];
        Task sending = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
                await stream.SendAsync(block);
            stream.FinishSending();
        });
        Task<byte[]> receiving = stream.ReceiveToEndAsync();
        for (int i = 0; i < 200; i++)
        {
            await other.SendAsync([(byte)i]);
            Assert.Equal([(byte)i], await other.ReceiveAsync(1));
        }

        await end.CancelAsync();
        await sending.Within();
        Assert.NotEmpty(await receiving.Within());
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_stop_among_clients_that_come_send_leave_and_reset_leaves_nothing(string transport)
    {
        NetServer server = await StartAsync(transport);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int rounds = 0;
        Task[] clients = [.. Enumerable.Range(0, 16).Select(number => Task.Run(() => UseUntilStoppedAsync(number)))];
        await answered.Task.Within();
        await server.StopAsync(TimeSpan.Zero).Within();
        await Task.WhenAll(clients).Within();
        Assert.Equal(0, server.ActiveConnections);
        Assert.InRange(server.TotalConnections, 200, long.MaxValue);

        async Task UseUntilStoppedAsync(int number)
        {
            var random = new Random(number);
            try
            {
                while (true)
                {
                    using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
                    var data = new byte[random.Next(1, 200_000)];
                    Task sending = client.SendAsync(data);
                    if (random.Next(3) > 0)
                    {
                        await client.ReceiveAsync(random.Next(data.Length + 1));
                        if (Interlocked.Increment(ref rounds) == 200)
                            answered.TrySetResult();
                    }

                    if (random.Next(2) > 0)
                        client.Reset();
                    else
                        await sending;
                }
            }
            catch (Exception error) when (error is System.Net.Sockets.SocketException or ObjectDisposedException)
            {
                if (server.State == ServerState.Running)
                    await UseUntilStoppedAsync(number + 100);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Servers_that_come_and_go_leave_no_descriptor(string transport)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Descriptors are counted in /proc: Linux only.");
        int before = Directory.GetFiles("/proc/self/fd").Length;
        const int Servers = 300;
        for (int i = 0; i < Servers; i++)
        {
            await using NetServer server = await StartAsync(transport);
            using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
            await client.SendAsync("x");
            Assert.Equal("x", await client.ReceiveTextAsync(1));
        }

        // Each held three to five; other tests of this process hold some meanwhile.
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length - before, int.MinValue, Servers / 2);
    }

    private static async Task<NetServer> StartAsync(string transport)
    {
        IListenerFactory factory = transport == "epoll" ? EpollListener.Factory : SocketListener.Factory;
        return (await new StartTcpEchoServerOperation(factory).CollectAsync(new StartTcpEchoServerRequest()))
            .Results<NetServer>().Single();
    }
}
