namespace NetCmdlets.Benchmarks.Echo;

/// <summary>What the load driver saw of one echo server.</summary>
/// <param name="Messages">Messages that came back complete and equal, within the measurement.</param>
/// <param name="AllMessages">The same with those of the warm-up.</param>
/// <param name="Elapsed">How long the measurement took.</param>
/// <param name="Median">The time from a message's send to its last byte back: half were faster.</param>
/// <param name="P99">The same: 99 of 100 were faster.</param>
/// <param name="Errors">Connections refused, reset, closed, silent, or that brought other bytes than were sent.</param>
/// <param name="FirstError">The first of them; null where there was none.</param>
internal sealed record LoadResult(
    long Messages,
    long AllMessages,
    TimeSpan Elapsed,
    TimeSpan Median,
    TimeSpan P99,
    int Errors,
    string? FirstError)
{
    /// <summary>Messages a second.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Messages / Elapsed.TotalSeconds : 0;
}
