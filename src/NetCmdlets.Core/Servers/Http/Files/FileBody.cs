using System.Text;
using Microsoft.Win32.SafeHandles;
using NetCmdlets.Protocols.Http;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Http.Files;

/// <summary>
/// A file, a part of it, or several parts as multipart/byteranges (RFC 9110, section 14.6), read as it is sent.
/// </summary>
internal sealed class FileBody : HttpBody
{
    private readonly SafeFileHandle file;
    private readonly List<(byte[] Before, ByteRange Range)> parts = [];
    private readonly byte[] end = [];
    private int part;
    private long position;

    /// <summary>One part; the handle is the body's from then on.</summary>
    public FileBody(SafeFileHandle file, ByteRange range)
    {
        this.file = file;
        parts.Add(([], range));
        Length = range.Length;
    }

    /// <summary>Several parts.</summary>
    public FileBody(
        SafeFileHandle file, IReadOnlyList<ByteRange> ranges, long fileLength, string contentType, string boundary)
    {
        this.file = file;
        foreach (ByteRange range in ranges)
        {
            byte[] before = Encoding.Latin1.GetBytes(
                $"\r\n--{boundary}\r\nContent-Type: {contentType}\r\n"
                + $"Content-Range: {range.ContentRange(fileLength)}\r\n\r\n");
            parts.Add((before, range));
            Length += before.Length + range.Length;
        }

        end = Encoding.Latin1.GetBytes($"\r\n--{boundary}--\r\n");
        Length += end.Length;
    }

    /// <inheritdoc/>
    public override long Length { get; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Read(buffer, now: false);

    /// <inheritdoc/>
    public override int ReadNow(Span<byte> buffer) => Read(buffer, now: LinuxFile.IsSupported);

    /// <inheritdoc/>
    internal override (SafeFileHandle File, long Offset)? RestAsFile
        => LinuxFile.IsSupported && parts is [{ Before.Length: 0 }] ? (file, parts[0].Range.Offset + position) : null;

    /// <inheritdoc/>
    internal override void Skip(int count) => position += count;

    private int Read(Span<byte> buffer, bool now)
    {
        while (part < parts.Count)
        {
            (byte[] before, ByteRange range) = parts[part];
            if (position < before.Length)
                return Copy(before, buffer);
            long done = position - before.Length;
            if (done < range.Length)
            {
                int wanted = (int)Math.Min(buffer.Length, range.Length - done);
                Span<byte> room = buffer[..wanted];
                int count = now
                    ? LinuxFile.ReadNow(file, room, range.Offset + done)
                    : RandomAccess.Read(file, room, range.Offset + done);
                position += Math.Max(0, count);
                return count;
            }

            part++;
            position = 0;
        }

        return position < end.Length ? Copy(end, buffer) : 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    private int Copy(byte[] source, Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, source.Length - (int)position);
        source.AsSpan((int)position, count).CopyTo(buffer);
        position += count;
        return count;
    }
}
