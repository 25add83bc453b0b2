using System.Diagnostics;
using System.Globalization;

namespace NetCmdlets.Benchmarks.Soak;

/// <summary>What this process holds at a moment.</summary>
/// <param name="ResidentBytes">Memory that is resident, the runtime's own reserves among it.</param>
/// <param name="ManagedBytes">Managed memory that is reachable.</param>
/// <param name="Descriptors">Open descriptors; the runtime opens some as it loads code.</param>
/// <param name="Sockets">Those of them that are sockets.</param>
/// <param name="Threads">Threads.</param>
internal readonly record struct SoakUse(
    long ResidentBytes, long ManagedBytes, int Descriptors, int Sockets, int Threads)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Collects what is not reachable, and counts.</summary>
    public static SoakUse Now()
    {
        // Twice: what the first finds with a finalizer is gone after the second.
        for (int round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        string[] descriptors = Directory.GetFileSystemEntries("/proc/self/fd");
        return new SoakUse(
            Status("VmRSS:") * 1024,
            GC.GetTotalMemory(forceFullCollection: true),
            descriptors.Length,
            descriptors.Count(IsSocket),
            (int)Status("Threads:"));
    }

    /// <summary>Counts once something is so, or after ten seconds.</summary>
    public static async Task<SoakUse> WhenAsync(Func<SoakUse, bool> done)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            SoakUse now = Now();
            if (done(now) || Stopwatch.GetElapsedTime(start) > Patience)
                return now;
            await Task.Delay(20);
        }
    }

    private static bool IsSocket(string descriptor)
        => new FileInfo(descriptor).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true;

    private static long Status(string name)
    {
        string line = File.ReadLines("/proc/self/status")
            .First(line => line.StartsWith(name, StringComparison.Ordinal));
        string[] words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return long.Parse(words[1], CultureInfo.InvariantCulture);
    }
}
