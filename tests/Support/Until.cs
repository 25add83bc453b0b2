using System.Diagnostics;

namespace NetCmdlets.Tests;

/// <summary>Waits for a state that has no event of its own; bounded like every wait.</summary>
internal static class Until
{
    /// <summary>Gives other threads their turn until the state is there.</summary>
    public static async Task TrueAsync(Func<bool> state, Action? between = null)
    {
        long start = Stopwatch.GetTimestamp();
        while (!state())
        {
            if (Stopwatch.GetElapsedTime(start) > Bounded.Limit)
                throw new TimeoutException("The state waited for did not come.");
            between?.Invoke();
            await Task.Yield();
        }
    }
}
