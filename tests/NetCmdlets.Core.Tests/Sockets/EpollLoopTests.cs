using System.Net;
using System.Net.Sockets;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Epoll;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Sockets;

/// <summary>What the epoll loop's thread does that no other transport has.</summary>
public sealed class EpollLoopTests
{
    [Fact]
    public async Task A_connection_that_always_has_bytes_gives_the_others_their_turn()
    {
        Assert.SkipUnless(EpollListener.IsSupported, "epoll is Linux's.");
        using IListenerTransport listener = EpollListener.Factory.Listen(
            new IPEndPoint(IPAddress.Loopback, 0), new ListenOptions());
        ValueTask<AcceptResult> accepting = listener.AcceptAsync();
        using TestTcpClient client = await TestTcpClient.ConnectAsync(listener.LocalEndPoint);
        using IByteTransport transport = (await accepting.Within()).Transport!;
        Task<int> longest = LongestRowAsync(transport, waits: 1000);
        await client.SendAsync(new byte[2000]);
        Assert.Equal(EpollTransport.TurnLength - 1, await longest.Within());
    }

    [Fact]
    public async Task What_awaits_goes_on_on_the_threads_of_the_loop_alone()
    {
        Assert.SkipUnless(EpollListener.IsSupported, "epoll is Linux's.");
        using IListenerTransport listener = EpollListener.Factory.Listen(
            new IPEndPoint(IPAddress.Loopback, 0), new ListenOptions());
        ValueTask<AcceptResult> accepting = listener.AcceptAsync();
        using TestTcpClient client = await TestTcpClient.ConnectAsync(listener.LocalEndPoint);
        using IByteTransport transport = (await accepting.Within()).Transport!;
        Task<(SocketError Error, string? Thread)> wait = WaitAsync();
        transport.Dispose();
        Assert.Equal((SocketError.OperationAborted, EpollLoop.ThreadName), await wait.Within());

        async Task<(SocketError Error, string? Thread)> WaitAsync()
        {
            TransferResult result = await transport.WaitReadableAsync().ConfigureAwait(false);
            return (result.Error, Thread.CurrentThread.Name);
        }
    }

    [Fact]
    public async Task A_wake_that_comes_after_the_loops_end_writes_to_nobody()
    {
        Assert.SkipUnless(EpollListener.IsSupported, "epoll is Linux's.");
        var loop = new EpollLoop();
        loop.Release();
        await Until.TrueAsync(() => loop.HasEnded);
        // The system gives the lowest numbers that are free: among these are the ones that the loop had.
        int[] descriptors = [.. Enumerable.Range(0, 64).Select(_ => LinuxCalls.EventDescriptor(0, 0))];
        try
        {
            loop.Post(null!);
            Assert.All(descriptors, descriptor => Assert.Matches(
                @"eventfd-count:\s+0\b", File.ReadAllText($"/proc/self/fdinfo/{descriptor}")));
        }
        finally
        {
            foreach (int descriptor in descriptors)
                _ = LinuxCalls.Close(descriptor);
        }
    }

    /// <summary>Takes single bytes; returns how many waits in a row ended at once on the loop's thread.</summary>
    private static async Task<int> LongestRowAsync(IByteTransport transport, int waits)
    {
        var buffer = new byte[1];
        int row = 0;
        int longest = 0;
        for (int i = 0; i < waits; i++)
        {
            ValueTask<TransferResult> wait = transport.WaitReadableAsync();
            row = wait.IsCompleted && Thread.CurrentThread.Name == EpollLoop.ThreadName ? row + 1 : 0;
            longest = Math.Max(longest, row);
            await wait.ConfigureAwait(false);
            await transport.ReceiveAsync(buffer).ConfigureAwait(false);
        }

        return longest;
    }
}
