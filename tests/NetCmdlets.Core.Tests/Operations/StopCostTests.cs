using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Operations.Names;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations;

/// <summary>
/// A stop of many things at once is quick: it is thrown once, and not at each level of each of them. The number of
/// exceptions is what grew with the number of connections, and it is the same on every machine.
/// </summary>
public sealed class StopCostTests
{
    private const int Many = 200;

    // The use as a whole is stopped by an exception, which passes a few levels.
    private const int AFew = 40;

    [Fact]
    public async Task Handshakes_under_way_end_without_an_exception_each()
    {
        using var full = FullBacklog.Listen();
        using var stop = new CancellationTokenSource();
        using var exceptions = new ExceptionCount();
        // Each runs on this thread until it waits for an answer that does not come.
        Task<List<PipelineItem>> test = new TestTcpHandshakeOperation().CollectAsync(
            new TestTcpHandshakeRequest
            {
                ComputerName = [.. Enumerable.Repeat("127.0.0.1", Many)],
                Port = [$"{full.EndPoint.Port}"],
                Timeout = TimeSpan.FromMinutes(5),
            },
            stop.Token);
        Assert.False(test.IsCompleted);
        Assert.Equal(0, exceptions.Thrown);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Within());
        Assert.InRange(exceptions.Thrown, 1, AFew);
    }

    [Fact]
    public async Task Questions_over_tcp_end_without_an_exception_each()
    {
        // Connects are answered by the system; questions, by nobody.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(2 * Many);
        using var stop = new CancellationTokenSource();
        using var exceptions = new ExceptionCount();
        Task<List<PipelineItem>> asking = new ResolveDnsRecordOperation().CollectAsync(
            new ResolveDnsRecordRequest
            {
                Name = [.. Enumerable.Range(0, Many).Select(number => $"{number}.test")],
                Type = ["A"],
                Server = [$"{listener.LocalEndPoint}"],
                Tcp = true,
                Timeout = TimeSpan.FromMinutes(5),
            },
            stop.Token);
        Assert.False(asking.IsCompleted);
        Assert.Equal(0, exceptions.Thrown);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.Within());
        Assert.InRange(exceptions.Thrown, 1, AFew);
    }

    [Fact]
    public async Task What_bodies_emit_after_a_stop_is_dropped_without_an_exception_each()
    {
        using var stop = new CancellationTokenSource();
        using var throttle = new SemaphoreSlim(Many);
        using var exceptions = new ExceptionCount();
        Task<List<PipelineItem>> use = CollectAsync();
        Assert.Equal(0, throttle.CurrentCount);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => use.Within());
        Assert.Equal(Many, throttle.CurrentCount);
        Assert.InRange(exceptions.Thrown, 1, AFew);

        async Task<List<PipelineItem>> CollectAsync()
        {
            var all = new List<PipelineItem>();
            await foreach (PipelineItem item in ParallelItems.RunAsync(
                Enumerable.Range(0, Many).ToArray(), throttle, (_, token) => UntilStoppedAsync(token), stop.Token))
            {
                all.Add(item);
            }

            return all;
        }

        static async IAsyncEnumerable<PipelineItem> UntilStoppedAsync(
            [EnumeratorCancellation] CancellationToken token)
        {
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using (token.UnsafeRegister(state => ((TaskCompletionSource)state!).SetResult(), stopped))
                await stopped.Task;
            yield return PipelineItem.Result(1);
        }
    }
}
