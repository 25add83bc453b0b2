namespace NetCmdlets.Servers.Http;

/// <summary>A body that is in memory.</summary>
/// <param name="bytes">The bytes.</param>
public sealed class MemoryBody(ReadOnlyMemory<byte> bytes) : HttpBody
{
    private int position;

    /// <inheritdoc/>
    public override long Length => bytes.Length;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, bytes.Length - position);
        bytes.Span.Slice(position, count).CopyTo(buffer);
        position += count;
        return count;
    }
}
