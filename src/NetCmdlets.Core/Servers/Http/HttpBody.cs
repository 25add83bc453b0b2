using Microsoft.Win32.SafeHandles;

namespace NetCmdlets.Servers.Http;

/// <summary>
/// A body of a known length, read piece by piece into the sender's buffer: the whole is never in memory unless it was
/// before.
/// </summary>
public abstract class HttpBody : IDisposable
{
    /// <summary>No bytes.</summary>
    public static HttpBody Empty { get; } = new MemoryBody(default);

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
