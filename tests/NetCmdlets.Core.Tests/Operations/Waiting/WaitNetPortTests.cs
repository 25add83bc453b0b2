using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Waiting;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Waiting;

public sealed class WaitNetPortTests : IDisposable
{
    private readonly Socket first = Bound();
    private readonly Socket second = Bound();

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }

    [Fact]
    public async Task A_port_that_is_open_ends_the_wait_at_the_first_try()
    {
        first.Listen();
        PortWait wait = Assert.Single(await WaitAsync(Request(first)));

        Assert.True(wait.Succeeded);
        Assert.Equal((HandshakeState.Open, 1, IPAddress.Loopback), (wait.LastState!.Value, wait.Attempts, wait.Address));
        Assert.Null(wait.Reason);
    }

    [Fact]
    public async Task A_port_that_opens_later_ends_the_wait()
    {
        Task<List<PortWait>> waiting = WaitAsync(Request(first) with { Interval = TimeSpan.FromMilliseconds(5) });
        Assert.False(waiting.IsCompleted);
        first.Listen();

        Assert.True(Assert.Single(await waiting.Within()).Succeeded);
    }

    [Fact]
    public async Task A_port_that_closes_ends_the_wait_for_closed()
    {
        first.Listen(64);
        Task<List<PortWait>> waiting = WaitAsync(Request(first) with
        {
            State = PortCondition.Closed,
            Interval = TimeSpan.FromMilliseconds(5),
        });
        Assert.False(waiting.IsCompleted);
        first.Dispose();

        PortWait wait = Assert.Single(await waiting.Within());
        Assert.Equal((true, HandshakeState.Refused), (wait.Succeeded, wait.LastState!.Value));
    }

    [Fact]
    public async Task Time_over_is_a_result_with_the_last_reason()
    {
        PortWait wait = Assert.Single(await WaitAsync(Request(first) with
        {
            Timeout = TimeSpan.FromMilliseconds(40),
            Interval = TimeSpan.FromMilliseconds(5),
        }));

        Assert.False(wait.Succeeded);
        Assert.Equal(HandshakeState.Refused, wait.LastState);
        Assert.Contains("connection refused", wait.Reason, StringComparison.Ordinal);
        Assert.True(wait.Attempts > 1);
        Assert.True(wait.Elapsed >= TimeSpan.FromMilliseconds(40));
    }

    [Fact]
    public async Task The_rest_of_the_time_is_one_pause_also_where_it_is_no_whole_millisecond()
    {
        for (int round = 0; round < 20; round++)
        {
            PortWait wait = Assert.Single(await WaitAsync(Request(first) with
            {
                Timeout = TimeSpan.FromMilliseconds(5.999),
                Interval = TimeSpan.FromHours(1),
            }));

            // On a machine that stands still there is no time for the second.
            Assert.InRange(wait.Attempts, 1, 2);
            Assert.True(wait.Elapsed >= TimeSpan.FromMilliseconds(5.999));
        }
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_neither_open_nor_closed()
    {
        PortWait wait = Assert.Single(await WaitAsync(Request(first) with
        {
            ComputerName = ["no-such-host.invalid:80"],
            State = PortCondition.Closed,
            Timeout = TimeSpan.FromMilliseconds(10),
        }));

        Assert.Equal((false, HandshakeState.NameError), (wait.Succeeded, wait.LastState!.Value));
    }

    [Theory]
    [InlineData(PortCondition.Open, HandshakeState.Refused)]
    [InlineData(PortCondition.Closed, HandshakeState.Open)]
    public async Task A_last_try_that_has_no_time_for_an_answer_says_nothing(
        PortCondition condition, HandshakeState state)
    {
        if (state == HandshakeState.Open)
            first.Listen(1);
        var clock = new ManualClock();
        Task<List<PipelineItem>> waiting = new WaitNetPortOperation(clock).CollectAsync(Request(first) with
        {
            State = condition,
            Timeout = TimeSpan.FromSeconds(10),
            Interval = TimeSpan.FromSeconds(10),
        });
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(10));
        // The last try comes when the time is over, and nobody answers it.
        first.Listen(1);
        using var full = FullBacklog.Fill(first);
        clock.Advance(TimeSpan.FromSeconds(10));
        PortWait wait = Assert.Single((await waiting.Within()).Results<PortWait>());

        Assert.Equal((false, 2, state), (wait.Succeeded, wait.Attempts, wait.LastState!.Value));
    }

    [Fact]
    public async Task All_waits_for_the_last_one()
    {
        first.Listen();
        Task<List<PortWait>> waiting = WaitAsync(Request(first, second) with { Interval = TimeSpan.FromMilliseconds(5) });
        Assert.False(waiting.IsCompleted);
        second.Listen();

        Assert.All(await waiting.Within(), wait => Assert.True(wait.Succeeded));
    }

    [Fact]
    public async Task Any_ends_with_the_first_one_and_tells_of_the_others()
    {
        second.Listen();
        List<PortWait> waits = await WaitAsync(Request(first, second) with { Any = true });

        Assert.Equal([false, true], waits.OrderBy(wait => wait.Succeeded).Select(wait => wait.Succeeded));
        Assert.Equal(PortOf(second), waits.Single(wait => wait.Succeeded).Port);
        Assert.Matches(
            @"^another port was first\.( Connecting to .* failed: connection refused\. .*)?$",
            waits.Single(wait => !wait.Succeeded).Reason);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Quiet_is_one_bool_for_all(bool any, bool expected)
    {
        second.Listen();
        List<PipelineItem> items = await new WaitNetPortOperation().CollectAsync(Request(first, second) with
        {
            Any = any,
            Quiet = true,
            Timeout = TimeSpan.FromMilliseconds(40),
        });

        Assert.Equal([expected], items.Results<bool>());
    }

    [Fact]
    public async Task A_stop_ends_the_wait()
    {
        using var stop = new CancellationTokenSource();
        using var full = FullBacklog.Listen();
        Task<List<PipelineItem>> waiting = new WaitNetPortOperation().CollectAsync(
            Request(first) with
            {
                ComputerName = [$"127.0.0.1:{full.EndPoint.Port}", $"127.0.0.1:{PortOf(first)}"],
                Timeout = TimeSpan.FromMinutes(5),
            },
            stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Within());
    }

    [Fact]
    public async Task A_host_without_a_port_ends_the_call()
    {
        NetException error = await Assert.ThrowsAsync<NetException>(
            () => WaitAsync(new WaitNetPortRequest { ComputerName = ["127.0.0.1"] }));
        Assert.Equal(FailureKind.InvalidRequest, error.Kind);
    }

    private static WaitNetPortRequest Request(params Socket[] sockets) => new()
    {
        ComputerName = [.. sockets.Select(socket => $"127.0.0.1:{PortOf(socket)}")],
        Timeout = TimeSpan.FromMinutes(1),
    };

    private static async Task<List<PortWait>> WaitAsync(WaitNetPortRequest request)
        => (await new WaitNetPortOperation().CollectAsync(request)).Results<PortWait>();

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
