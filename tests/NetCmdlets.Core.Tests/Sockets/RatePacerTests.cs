using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Sockets;

public sealed class RatePacerTests
{
    private readonly ManualClock clock = new();

    [Fact]
    public void No_rate_needs_no_pacer()
    {
        Assert.Null(RatePacer.OfMessages(0, 100));
        Assert.Null(RatePacer.OfStream(0, 100));
    }

    [Theory]
    [InlineData(8_000_000, 65_536, 10_000)]
    [InlineData(8_000_000_000, 65_536, 65_536)]
    [InlineData(8_000, 65_536, 10)]
    [InlineData(1, 65_536, 1)]
    public void A_stream_goes_in_pieces_of_ten_milliseconds(long bitsPerSecond, int most, int piece)
        => Assert.Equal(piece, RatePacer.OfStream(bitsPerSecond, most)!.UnitBytes);

    [Fact]
    public async Task The_first_message_goes_at_once_and_the_others_at_the_rate()
    {
        // 1,000 bytes are 8,000 bits: 80 ms at 100 kbit/s.
        RatePacer pacer = RatePacer.OfMessages(100_000, 1000, clock)!;

        await pacer.WaitAsync(1000, default).Within();
        for (int message = 0; message < 5; message++)
        {
            Task wait = pacer.WaitAsync(1000, default).AsTask();
            clock.Advance(TimeSpan.FromMilliseconds(79));
            Assert.False(wait.IsCompleted);
            clock.Advance(TimeSpan.FromMilliseconds(1));
            await wait.Within();
        }
    }

    // 0.8 ms a message of 100 bytes at 1 Mbit/s: 12.5 of them in 10 ms.
    [Fact]
    public async Task Lateness_of_ten_milliseconds_is_caught_up_with_and_more_is_not()
    {
        RatePacer pacer = RatePacer.OfMessages(1_000_000, 100, clock)!;
        Assert.Equal(1, await PassedAsync(pacer, 100));

        clock.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(12, await PassedAsync(pacer, 100));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(12, await PassedAsync(pacer, 100));
    }

    [Fact]
    public async Task In_any_time_no_more_pass_than_its_rate_and_a_burst_and_a_message()
    {
        const int Bytes = 250;
        const long Rate = 2_000_000;
        RatePacer pacer = RatePacer.OfMessages(Rate, Bytes, clock)!;
        var random = new Random(7);
        var passed = new List<TimeSpan>();
        DateTimeOffset start = clock.GetUtcNow();
        while (passed.Count < 3000)
        {
            Task wait = pacer.WaitAsync(Bytes, default).AsTask();
            while (!wait.IsCompleted)
                clock.Advance(TimeSpan.FromMicroseconds(random.Next(1, 20_000)));
            await wait.Within();
            passed.Add(clock.GetUtcNow() - start);
        }

        // A burst is 10 ms of the rate: 2,500 bytes, which are ten messages.
        for (int first = 0; first < passed.Count; first++)
        {
            for (int last = first; last < Math.Min(passed.Count, first + 60); last++)
            {
                double allowed = ((passed[last] - passed[first]).TotalSeconds * Rate / 8 / Bytes) + 11;
                Assert.True(last - first + 1 <= allowed + 0.001, $"{last - first + 1} messages, {allowed} allowed");
            }
        }
    }

    [Fact]
    public async Task Those_who_share_it_share_the_rate_in_the_order_in_which_they_ask()
    {
        RatePacer pacer = RatePacer.OfStream(8_000_000, 65_536, clock)!;
        Task[] waits = [.. Enumerable.Range(0, 4).Select(_ => pacer.WaitAsync(10_000, default).AsTask())];

        for (int done = 1; done <= 4; done++)
        {
            await waits[done - 1].Within();
            Assert.Equal(done, waits.Count(wait => wait.IsCompleted));
            clock.Advance(TimeSpan.FromMilliseconds(10));
        }
    }

    [Fact]
    public async Task Who_is_stopped_in_the_wait_has_used_nothing()
    {
        RatePacer pacer = RatePacer.OfMessages(100_000, 1000, clock)!;
        await pacer.WaitAsync(1000, default).Within();
        using var stop = new CancellationTokenSource();
        Task stopped = pacer.WaitAsync(1000, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.Within());

        Task next = pacer.WaitAsync(1000, default).AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(80));
        await next.Within();
    }

    [Fact]
    public async Task A_wait_that_is_not_whole_milliseconds_ends_after_it_was_due()
    {
        // 100 bytes at 3 Mbit/s take 0.267 ms.
        RatePacer pacer = RatePacer.OfMessages(3_000_000, 100, clock)!;
        await pacer.WaitAsync(100, default).Within();
        Task wait = pacer.WaitAsync(100, default).AsTask();

        clock.Advance(TimeSpan.FromMicroseconds(266));
        Assert.False(wait.IsCompleted);
        clock.Advance(TimeSpan.FromMicroseconds(734));
        await wait.Within();
    }

    [Fact]
    public async Task A_timer_that_is_early_is_set_again()
    {
        var early = new EarlyTimers(clock);
        RatePacer pacer = RatePacer.OfMessages(100_000, 1000, early)!;
        await pacer.WaitAsync(1000, default).Within();
        Task wait = pacer.WaitAsync(1000, default).AsTask();
        // The timer of 80 ms fires after 76.
        clock.Advance(TimeSpan.FromMilliseconds(76));
        await clock.WhenTimerIsSetAsync(TimeSpan.FromMilliseconds(4));
        Assert.False(wait.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(4));
        await wait.Within();
    }

    /// <summary>Timers that fire early by 4 ms where they are set to more, as those of a coarse clock may.</summary>
    private sealed class EarlyTimers(ManualClock clock) : TimeProvider
    {
        private static readonly TimeSpan By = TimeSpan.FromMilliseconds(4);

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => clock.CreateTimer(callback, state, dueTime > By ? dueTime - By : dueTime, period);
    }

    private static async Task<int> PassedAsync(RatePacer pacer, int bytes)
    {
        using var stop = new CancellationTokenSource();
        for (int passed = 0; ; passed++)
        {
            Task wait = pacer.WaitAsync(bytes, stop.Token).AsTask();
            if (wait.IsCompleted)
                continue;
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.Within());
            return passed;
        }
    }
}
