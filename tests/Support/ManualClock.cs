namespace NetCmdlets.Tests;

/// <summary>A clock that a test turns by hand; its timers fire within <see cref="Advance"/>.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly object gate = new();
    private readonly List<ManualTimer> timers = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Set)> waiters = [];
    private DateTimeOffset now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when a timer that fires after so long is set, if none is.</summary>
    public Task WhenTimerIsSetAsync(TimeSpan due)
    {
        lock (gate)
        {
            if (timers.Any(timer => timer.Due == now + due))
                return Task.CompletedTask;
            var set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiters.Add((due, set));
            return set.Task.Within();
        }
    }

    /// <summary>Turns the clock; the timers that come due fire in their order, each at its time.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset end = GetUtcNow() + by;
        while (true)
        {
            ManualTimer? next;
            lock (gate)
            {
                next = timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
                now = next is null ? end : next.Due > now ? next.Due : now;
                if (next is null)
                    return;
                next.Rearm();
            }

            next.Fire();
        }
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                this.period = period;
                clock.timers.Remove(this);
                if (dueTime < TimeSpan.Zero)
                    return true;
                Due = clock.now + dueTime;
                clock.timers.Add(this);
                foreach ((TimeSpan Due, TaskCompletionSource Set) waiter in clock.waiters.Where(w => w.Due == dueTime))
                    waiter.Set.TrySetResult();
                clock.waiters.RemoveAll(waiter => waiter.Due == dueTime);
                return true;
            }
        }

        /// <summary>Called under the clock's lock.</summary>
        public void Rearm()
        {
            if (period > TimeSpan.Zero)
                Due += period;
            else
                clock.timers.Remove(this);
        }

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
