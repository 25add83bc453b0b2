using System.Diagnostics;
using Xunit;

namespace NetCmdlets.Interop.Tests;

/// <summary>
/// Notes the longest time for which this process stood still, on the pool, where the code under test runs. What was
/// timed meanwhile is that much too long, and no comparison of times is worth more.
/// </summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource ended = new();
    private readonly Task beating;
    private TimeSpan longest;

    private Heartbeat() => beating = BeatAsync();

    public static Heartbeat Start() => new();

    /// <summary>Ends it, and skips the test with the reason where this process, or another, stood still too long.</summary>
    /// <param name="limit">What the comparison bears.</param>
    /// <param name="others">The longest pauses of other processes, in seconds.</param>
    public async Task RequireSteadyAsync(TimeSpan limit, params double[] others)
    {
        await DisposeAsync();
        double most = others.Append(longest.TotalSeconds).Max();
        Assert.SkipUnless(
            most <= limit.TotalSeconds,
            FormattableString.Invariant($"This machine is too busy: a process stood still for {most:0.000} s."));
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await beating;
    }

    private async Task BeatAsync()
    {
        while (!ended.IsCancellationRequested)
        {
            long before = Stopwatch.GetTimestamp();
            await Task.Delay(Beat, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            TimeSpan pause = Stopwatch.GetElapsedTime(before) - Beat;
            longest = pause > longest ? pause : longest;
        }
    }
}
