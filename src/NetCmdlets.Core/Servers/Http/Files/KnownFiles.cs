using System.Collections.Concurrent;
using System.Text;

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
        if (target.Length > LongestTarget || !files.TryAdd(target, new KnownFile(path)) || Interlocked.Increment(ref count) <= Capacity)
            return;
        // Who asks for more than that asks for most of them once.
        files.Clear();
        Interlocked.Exchange(ref count, 0);
    }
}

/// <summary>A file that was served before.</summary>
/// <param name="path">Its path, without a link in it.</param>
internal sealed class KnownFile(string path)
{
    private FileState? last;

    /// <summary>The path as the system takes it.</summary>
    public byte[] Path { get; } = Encoding.UTF8.GetBytes(path + "\0");

    /// <summary>What its name says that it holds.</summary>
    public string MediaType { get; } = Protocols.Http.MediaTypes.OfFile(path);

    /// <summary>The state that the open file has, its texts made once as long as it stays the same.</summary>
    public FileState StateOf(long length, DateTimeOffset modified)
    {
        FileState? before = Volatile.Read(ref last);
        if (before is not null && before.Length == length && before.Modified == modified)
            return before;
        var state = new FileState(length, modified);
        Volatile.Write(ref last, state);
        return state;
    }
}
