using System.Globalization;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>
/// How often to try again and how long to wait in between: exponential backoff (the delay doubles up to a ceiling)
/// with jitter (each delay is drawn from its upper half), so that many clients do not come back in step.
/// </summary>
public sealed record RetryPolicy
{
    /// <summary>The longest pause between two tries.</summary>
    public static readonly TimeSpan MaximumDelay = TimeSpan.FromSeconds(30);

    /// <summary>One try, no more.</summary>
    public static RetryPolicy None { get; } = new();

    /// <summary>How many tries may follow the first, from 0.</summary>
    public int RetryCount { get; init; }

    /// <summary>The pause before the first retry.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The source of the jitter; a seeded one repeats itself.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>The clock of the pauses.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The pause after a number of tries (from 1): between half and all of Delay doubled each time.</summary>
    public TimeSpan DelayAfter(int attempts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        // More doublings than these pass the ceiling from any delay; 2^1024 is infinite, and zero times it no number.
        double factor = Math.Pow(2, Math.Min(attempts - 1, 64));
        double ceiling = Math.Min(Delay.TotalSeconds * factor, MaximumDelay.TotalSeconds);
        return TimeSpan.FromSeconds(ceiling * (0.5 + (Random.NextDouble() / 2)));
    }

    /// <summary>
    /// Tries until a try is done or the tries are used up, and returns the last try's outcome.
    /// </summary>
    /// <param name="attempt">One try, given its number from 1.</param>
    /// <param name="again">Whether an outcome is worth another try.</param>
    /// <param name="cancellationToken">Ends the tries and the pauses.</param>
    /// <param name="describe">What a failed outcome is called in the verbose line about it (' (ConnectionRefused)').</param>
    public async Task<T> RunAsync<T>(
        Func<int, CancellationToken, Task<T>> attempt,
        Func<T, bool> again,
        CancellationToken cancellationToken,
        Func<T, string>? describe = null)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(again);
        for (int number = 1; ; number++)
        {
            T outcome = await attempt(number, cancellationToken).ConfigureAwait(false);
            if (number > RetryCount || !again(outcome))
                return outcome;
            TimeSpan pause = DelayAfter(number);
            if (VerboseSink.IsOpen)
            {
                await VerboseSink.WriteAsync(
                    $"Attempt {number} of {RetryCount + 1L} failed{describe?.Invoke(outcome)}. "
                    + $"The next is in {DisplayText.Time(pause, CultureInfo.InvariantCulture)}.").ConfigureAwait(false);
            }

            await Task.Delay(pause, Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
