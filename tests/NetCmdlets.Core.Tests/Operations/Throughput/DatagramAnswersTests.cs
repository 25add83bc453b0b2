using NetCmdlets.Framing;
using NetCmdlets.Operations.Throughput;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Throughput;

public sealed class DatagramAnswersTests
{
    private const uint Run = 7;
    private const int Bytes = 100;
    private readonly ManualClock clock = new();

    [Fact]
    public void Lost_doubled_overtaken_and_changed_answers_are_told_apart()
    {
        var answers = new DatagramAnswers(Run, Bytes, clock);
        byte[][] sent = [.. Enumerable.Range(0, 6).Select(number => Sent(number))];
        clock.Advance(TimeSpan.FromMilliseconds(3));
        byte[] changed = [.. sent[5]];
        changed[50] ^= 1;
        // The first does not come back; the second comes twice, the fourth before the third, and the last is changed.
        foreach (byte[] answer in new[] { sent[1], sent[1], sent[3], sent[2], sent[4], changed, sent[4][..99], [] })
            answers.Add(answer);
        UdpThroughput told = Describe(answers, sent.Length);

        Assert.Equal((4L, 2L, 100.0 / 3), (told.Received, told.Lost, told.LossPercent));
        Assert.Equal((1L, 1L, 3L), (told.Duplicates, told.Reordered, told.Corrupted));
        Assert.Equal((8L, 4L), (answers.Arrivals, answers.Received));
        Assert.Equal(4L * Bytes, told.BytesReceived);
        // 3,200 bits in 2 s.
        Assert.Equal(0.0016, told.ReceivedMegabitsPerSecond);
        Assert.Equal(TimeSpan.FromMilliseconds(3), told.P50);
        Assert.Equal(TimeSpan.Zero, told.Jitter);
    }

    [Fact]
    public void Round_trips_are_told_by_the_time_of_sending_that_came_back()
    {
        var answers = new DatagramAnswers(Run, Bytes, clock);
        for (int number = 0; number < 100; number++)
        {
            byte[] datagram = Sent(number);
            // 1 ms each, and the last 5 take 20 ms.
            clock.Advance(TimeSpan.FromMilliseconds(number < 95 ? 1 : 20));
            answers.Add(datagram);
        }

        UdpThroughput told = Describe(answers, 100);
        Assert.Equal(TimeSpan.FromMilliseconds(1), told.Minimum);
        Assert.Equal(TimeSpan.FromMilliseconds(20), told.Maximum);
        AssertNear(1, told.P50);
        AssertNear(1, told.P95);
        AssertNear(20, told.P99);
        // One step of 19 ms, smoothed by a sixteenth, and four of none after it.
        Assert.Equal(19 / 16.0 * Math.Pow(15 / 16.0, 4), told.Jitter!.Value.TotalMilliseconds, 3);
        Assert.Equal(clock.GetTimestamp(), answers.LastArrival);
    }

    [Fact]
    public void Of_nothing_that_came_nothing_is_known()
    {
        UdpThroughput told = Describe(new DatagramAnswers(Run, Bytes, clock), 10);

        Assert.Equal((0L, 10L, 100.0), (told.Received, told.Lost, told.LossPercent));
        Assert.Equal((null, null, null), (told.P50, told.Maximum, told.Jitter));
    }

    // The histogram is exact to 1.6 %.
    private static void AssertNear(double milliseconds, TimeSpan? told)
        => Assert.InRange(told!.Value.TotalMilliseconds, milliseconds * 0.984, milliseconds * 1.016);

    private static UdpThroughput Describe(DatagramAnswers answers, long sent)
        => answers.Describe(new UdpThroughput { ComputerName = "h", Sent = sent }, TimeSpan.FromSeconds(2));

    private byte[] Sent(long number)
    {
        byte[] datagram = new byte[Bytes];
        new NumberedDatagram(Run, number, clock.GetTimestamp()).Write(datagram);
        return datagram;
    }
}
