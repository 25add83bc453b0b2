namespace NetCmdlets.Tests;

/// <summary>A clock that stands until a test turns it; its timers run on the thread that turns it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly object gate = new();
    private readonly List<ManualTimer> timers = [];
    private TimeSpan now = TimeSpan.FromDays(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long GetTimestamp()
    {
        lock (gate)
            return now.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        lock (gate)
            timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Turns the clock, and runs what is due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        TimeSpan end;
        lock (gate)
            end = now + by;
        while (true)
        {
            ManualTimer? next;
            lock (gate)
            {
                next = timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
                now = next is null ? end : next.Due > now ? next.Due!.Value : now;
                next?.MoveOn(now);
            }

            if (next is null)
                return;
            next.Fire();
        }
    }

    private sealed class ManualTimer(ManualTime clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public TimeSpan? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (clock.gate)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.now + dueTime;
                period = newPeriod;
            }

            return true;
        }

        public void MoveOn(TimeSpan now) => Due = period > TimeSpan.Zero ? now + period : null;

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock.gate)
                clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
