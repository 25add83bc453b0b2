using System.Net;
using NetCmdlets.Core.Tests.Udp;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Throughput;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Throughput;

/// <summary>A server that goes away in the middle of a measurement takes nothing with it that was counted.</summary>
public sealed class UdpServerLeavesTests
{
    private readonly ManualClock clock = new();

    [Theory]
    [InlineData(UdpThroughputDirection.Send)]
    [InlineData(UdpThroughputDirection.Echo)]
    public async Task What_was_counted_before_a_server_left_that_answers_nothing_is_told_with_the_failure(
        UdpThroughputDirection direction)
    {
        var peer = new UdpPeer();
        TimeSpan turn = TimeSpan.FromMilliseconds(70);
        Task<List<PipelineItem>> measuring = new MeasureUdpThroughputOperation(clock).CollectAsync(To(peer) with
        {
            Direction = direction,
            MessageBytes = 875,
            BitsPerSecond = 100_000,
            Duration = 100 * turn,
            RetryCount = 3,
        });
        for (int number = 1; number <= 3; number++)
        {
            await peer.ReceiveAsync();
            await clock.WhenTimerIsSetAsync(turn);
            clock.Advance(turn);
        }

        // The fourth came before the server left; the fifth is refused. Where the receiver is told first, the sixth may
        // have gone before the sender hears of it.
        string where = await LeaveAfterTheNextAsync(peer, turn);
        await Until.TrueAsync(() => measuring.IsCompleted, () => clock.Advance(turn));

        List<PipelineItem> items = await measuring;
        UdpThroughput told = Assert.Single(items.Results<UdpThroughput>());
        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal(FailureKind.ConnectionRefused, failure.Kind);
        Assert.StartsWith($"Sending to UDP {where} failed: connection refused.", failure.Message);
        Assert.Equal(failure.Message, told.Reason);
        Assert.InRange(told.Sent, 5, direction == UdpThroughputDirection.Echo ? 6 : 5);
        Assert.Equal(told.Sent * 875, told.BytesSent);
        Assert.True(told.Elapsed >= 4 * turn && told.Elapsed < 100 * turn);
        Assert.Equal(direction == UdpThroughputDirection.Echo ? told.Sent : null, told.Lost);
    }

    [Fact]
    public async Task A_server_that_leaves_after_it_has_answered_gives_the_reason_and_its_absence_is_loss()
    {
        var peer = new UdpPeer();
        TimeSpan turn = TimeSpan.FromMilliseconds(7);
        (DatagramFlow? flow, _) = DatagramFlow.Open(
            peer.EndPoint,
            To(peer) with
            {
                Direction = UdpThroughputDirection.Echo,
                MessageBytes = 875,
                BitsPerSecond = 1_000_000,
                Duration = 100 * turn,
            },
            clock);
        using DatagramFlow open = flow!;
        Task running = flow!.RunAsync();
        for (int number = 1; number <= 3; number++)
        {
            (byte[] datagram, IPEndPoint client) = await peer.ReceiveAsync();
            await peer.SendAsync(datagram, client);
            await Until.TrueAsync(() => flow.Answers.Received == number);
            await clock.WhenTimerIsSetAsync(turn);
            clock.Advance(turn);
        }

        // The fourth came before the server left; the fifth is refused.
        string where = await LeaveAfterTheNextAsync(peer, turn);
        await Until.TrueAsync(() => flow.Reason is not null);
        await Until.TrueAsync(() => running.IsCompleted, () => clock.Advance(turn));

        Assert.Null(flow.Failure);
        Assert.StartsWith($"Sending to UDP {where} failed: connection refused.", flow.Reason);
        Assert.Equal(3, flow.Answers.Received);
        UdpThroughput told = flow.Answers.Describe(new() { ComputerName = "h", Sent = flow.Sent }, flow.AnsweringTime);
        Assert.Equal(flow.Sent - 3, told.Lost);
        Assert.True(told.Lost >= 2);
    }

    private async Task<string> LeaveAfterTheNextAsync(UdpPeer peer, TimeSpan turn)
    {
        await peer.ReceiveAsync();
        await clock.WhenTimerIsSetAsync(turn);
        string where = peer.EndPoint.ToString();
        peer.Dispose();
        clock.Advance(turn);
        return where;
    }

    private static MeasureUdpThroughputRequest To(UdpPeer peer)
        => new() { ComputerName = [$"{peer.EndPoint.Address}"], Port = peer.EndPoint.Port };
}
