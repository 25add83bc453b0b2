namespace NetCmdlets.Benchmarks.Echo;

/// <summary>A run of a server and the run of the yardstick just before it.</summary>
/// <param name="Yardstick">Null where the yardstick is not in the comparison.</param>
/// <param name="Peer">The server's run.</param>
/// <param name="ProcessorTime">What the server's process spent on it, the warm-up included.</param>
internal sealed record EchoPair(LoadResult? Yardstick, LoadResult Peer, TimeSpan ProcessorTime)
{
    /// <summary>Processor time of the server a message, in microseconds.</summary>
    public double MicrosecondsPerMessage
        => Peer.AllMessages > 0 ? ProcessorTime.TotalMicroseconds / Peer.AllMessages : 0;

    /// <summary>The server's rate over the yardstick's.</summary>
    public double? Ratio => Yardstick is { Rate: > 0 } ? Peer.Rate / Yardstick.Rate : null;
}
