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
