using System.Buffers;

namespace NetCmdlets.Framing;

/// <summary>
/// Bytes in, messages out, without input or output of its own: the reader of one direction of one connection. It
/// holds a pooled buffer only while bytes of an unfinished message are in it.
/// </summary>
public sealed class FrameReader : IDisposable
{
    private const int FirstBytes = 4096;

    private readonly IMessageFraming? usual;
    private IMessageFraming? last;
    private byte[] buffer = [];
    private int start;
    private int end;
    private int scanned;
    private bool ended;

    /// <summary>Makes a reader whose framing is given with each message.</summary>
    public FrameReader()
    {
    }

    /// <summary>Makes a reader of one framing.</summary>
    public FrameReader(IMessageFraming framing)
    {
        ArgumentNullException.ThrowIfNull(framing);
        usual = framing;
    }

    /// <summary>How many bytes are there that were not given out.</summary>
    public int Buffered => end - start;

    /// <summary>Room to receive into, at least one byte; makes the last message invalid.</summary>
    public Memory<byte> GetMemory()
    {
        if (start == end)
            start = end = 0;
        if (end == buffer.Length)
            MakeRoom();
        return buffer.AsMemory(end);
    }

    /// <summary>Says how many bytes were put into the room.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, buffer.Length - end);
        end += count;
    }

    /// <summary>Adds bytes; makes the last message invalid.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            Span<byte> room = GetMemory().Span;
            int count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            end += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>Says that no more bytes come.</summary>
    public void End() => ended = true;

    /// <summary>Says that bytes come again, after <see cref="End"/>: of another connection.</summary>
    public void Reopen() => ended = false;

    /// <summary>The next message, valid until the next call of any method but this reader's properties.</summary>
    public FrameStatus TryRead(out ReadOnlyMemory<byte> message)
        => TryRead(usual ?? throw new InvalidOperationException("This reader has no framing of its own."), out message);

    /// <summary>The next message by a framing, valid until the next call of any method.</summary>
    public FrameStatus TryRead(IMessageFraming framing, out ReadOnlyMemory<byte> message)
    {
        ArgumentNullException.ThrowIfNull(framing);
        message = default;
        if (!ReferenceEquals(framing, last))
        {
            // What another framing looked at in vain is new to this one.
            last = framing;
            scanned = 0;
        }

        if (start == end)
        {
            Release();
            return FrameStatus.NeedMore;
        }

        FrameStatus status = framing.Find(buffer.AsSpan(start, end - start), ref scanned, ended, out Frame frame);
        if (status == FrameStatus.Message)
        {
            message = buffer.AsMemory(start + frame.Start, frame.Length);
            start += frame.Consumed;
            scanned = 0;
        }

        return status;
    }

    /// <summary>
    /// The next bytes as they are, at most so many, valid until the next call of any method: the inside of a message
    /// whose length is known. Empty where nothing is there.
    /// </summary>
    public ReadOnlyMemory<byte> Take(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (start == end)
        {
            Release();
            return default;
        }

        int count = Math.Min(most, end - start);
        ReadOnlyMemory<byte> bytes = buffer.AsMemory(start, count);
        start += count;
        scanned = 0;
        return bytes;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        start = end = 0;
        Release();
    }

    private void MakeRoom()
    {
        int length = end - start;
        if (start > buffer.Length / 2)
        {
            buffer.AsSpan(start, length).CopyTo(buffer);
        }
        else
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBytes, buffer.Length * 2));
            buffer.AsSpan(start, length).CopyTo(larger);
            if (buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        start = 0;
        end = length;
    }

    private void Release()
    {
        if (buffer.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        start = end = 0;
    }
}
