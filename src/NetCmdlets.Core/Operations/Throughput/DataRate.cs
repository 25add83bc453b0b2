namespace NetCmdlets.Operations.Throughput;

/// <summary>Rates as the measurements tell them.</summary>
internal static class DataRate
{
    /// <summary>Bytes in a time as megabits (10^6 bits) a second; 0 where no time has passed.</summary>
    public static double Megabits(long bytes, TimeSpan time)
        => time > TimeSpan.Zero ? bytes * 8 / time.TotalSeconds / 1_000_000 : 0;
}
