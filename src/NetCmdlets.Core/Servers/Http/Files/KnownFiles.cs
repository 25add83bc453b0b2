using System.Collections.Concurrent;

namespace NetCmdlets.Servers.Http.Files;

/// <summary>
/// What requests were found to name: for a target the path of a plain file, which had no link in it. The file itself is
/// opened anew for each request, and by a path that has got a link since it is not opened: so this can be out of date,
/// and what is served cannot.
/// </summary>
internal sealed class KnownFiles
{
    /// <summary>How many targets are kept; past that they are found anew.</summary>
    public const int Capacity = 4096;

    // A name is short; what is longer was made up to fill the memory.
    private const int LongestTarget = 256;

    private readonly ConcurrentDictionary<string, KnownFile> files = new(StringComparer.Ordinal);
    private int count;

    /// <summary>The file of a target, as it came; null where it is not known.</summary>
    public KnownFile? Find(string target) => files.GetValueOrDefault(target);

    /// <summary>Keeps the file of a target.</summary>
    /// <param name="target">The target's path, as it came.</param>
    /// <param name="path">The file's path, without a link in it.</param>
    public void Add(string target, string path)
    {
        if (target.Length > LongestTarget || !files.TryAdd(target, new KnownFile(path))
            || Interlocked.Increment(ref count) <= Capacity)
            return;
        // Who asks for more than that asks for most of them once.
        files.Clear();
        Interlocked.Exchange(ref count, 0);
    }
}
