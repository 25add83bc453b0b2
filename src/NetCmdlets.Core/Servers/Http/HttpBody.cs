using Microsoft.Win32.SafeHandles;
using NetCmdlets.Diagnostics;
using NetCmdlets.Protocols.Http;
using NetCmdlets.Servers.Http.Files;

namespace NetCmdlets.Servers.Http;

/// <summary>
/// A body of a known length, read piece by piece into the sender's buffer: the whole is never in memory unless it was
/// before.
/// </summary>
public abstract class HttpBody : IDisposable
{
    /// <summary>No bytes.</summary>
    public static HttpBody Empty { get; } = new MemoryBody(default);

    /// <summary>A file as it is now, read as it is sent.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="NetException">It cannot be opened (FileFailed).</exception>
    public static HttpBody OfFile(string path)
    {
        try
        {
            // Anything else than a plain file might keep whoever opens it waiting.
            if (FileType.Of(path) != EntryType.File)
                throw new NetException(FailureKind.FileFailed, $"'{path}' is not a file that can be sent.", path);
            SafeFileHandle file = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new FileBody(file, new ByteRange(0, RandomAccess.GetLength(file)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NetException(FailureKind.FileFailed, $"'{path}' cannot be sent: {error.Message}", path, error);
        }
    }

    /// <summary>How many bytes it has.</summary>
    public abstract long Length { get; }

    /// <summary>Reads the next bytes; zero where no more come, at the end or before it (a file that shrank).</summary>
    public abstract int Read(Span<byte> buffer);

    /// <summary>As <see cref="Read"/>; -1 where a disk would have to be waited for.</summary>
    public virtual int ReadNow(Span<byte> buffer) => Read(buffer);

    /// <summary>
    /// The file that the rest of the body is a stretch of, for who can send it as such; null where it is none. What is
    /// sent of it is told by <see cref="Skip"/>.
    /// </summary>
    internal virtual (SafeFileHandle File, long Offset)? RestAsFile => null;

    /// <summary>Passes over bytes of the file that were sent by other means.</summary>
    internal virtual void Skip(int count)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what it reads from.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
