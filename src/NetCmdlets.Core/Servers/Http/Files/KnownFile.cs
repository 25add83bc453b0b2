using System.Text;
using NetCmdlets.Protocols.Http;

namespace NetCmdlets.Servers.Http.Files;

/// <summary>A file that was served before.</summary>
/// <param name="path">Its path, without a link in it.</param>
internal sealed class KnownFile(string path)
{
    private FileState? last;

    /// <summary>The path as the system takes it.</summary>
    public byte[] Path { get; } = Encoding.UTF8.GetBytes(path + "\0");

    /// <summary>What its name says that it holds.</summary>
    public string MediaType { get; } = MediaTypes.OfFile(path);

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
