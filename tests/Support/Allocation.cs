namespace NetCmdlets.Tests;

/// <summary>Counts what code allocates on its thread.</summary>
internal static class Allocation
{
    /// <summary>
    /// The fewest bytes that a run allocates, of several after a first: the runtime's own compiling and collecting may
    /// add to one run, but code that allocates does so in every run.
    /// </summary>
    public static long Of(Action run)
    {
        run();
        long fewest = long.MaxValue;
        for (int round = 0; round < 10; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            run();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
