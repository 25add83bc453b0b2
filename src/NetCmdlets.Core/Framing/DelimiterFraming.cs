using System.Buffers;

namespace NetCmdlets.Framing;

/// <summary>
/// Messages that end with a delimiter. What comes after the last delimiter is a message too when the stream ends:
/// many programs leave the last one out.
/// </summary>
public sealed class DelimiterFraming : IMessageFraming
{
    private readonly byte[] delimiter;
    private readonly int maxMessageBytes;
    private readonly bool trimsCarriageReturn;

    /// <summary>Makes the framing.</summary>
    /// <param name="delimiter">One byte or more.</param>
    /// <param name="maxMessageBytes">The longest message, without its delimiter.</param>
    public DelimiterFraming(ReadOnlySpan<byte> delimiter, int maxMessageBytes)
        : this(delimiter, maxMessageBytes, false)
    {
    }

    private DelimiterFraming(ReadOnlySpan<byte> delimiter, int maxMessageBytes, bool trimsCarriageReturn)
    {
        ArgumentOutOfRangeException.ThrowIfZero(delimiter.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessageBytes, 1);
        this.delimiter = delimiter.ToArray();
        this.maxMessageBytes = maxMessageBytes;
        this.trimsCarriageReturn = trimsCarriageReturn;
    }

    /// <summary>Lines: LF ends a message, and a CR before it is no part of it. Written with LF.</summary>
    public static DelimiterFraming Lines(int maxMessageBytes) => new("\n"u8, maxMessageBytes, true);

    /// <inheritdoc/>
    public FrameStatus Find(ReadOnlySpan<byte> bytes, ref int scanned, bool ended, out Frame frame)
    {
        frame = default;
        int found = bytes[scanned..].IndexOf(delimiter);
        int length = found < 0 ? bytes.Length : scanned + found;
        // Up to a CR of the line's end may come on top of the longest message.
        int allowance = trimsCarriageReturn ? 1 : 0;
        if (found < 0 && !ended)
        {
            // The delimiter may have begun already: its first bytes are looked at again.
            scanned = Math.Max(0, bytes.Length - delimiter.Length + 1);
            return scanned - allowance > maxMessageBytes ? FrameStatus.TooLong : FrameStatus.NeedMore;
        }

        int consumed = found < 0 ? length : length + delimiter.Length;
        if (found >= 0 && trimsCarriageReturn && length > 0 && bytes[length - 1] == (byte)'\r')
            length--;
        if (length > maxMessageBytes)
            return FrameStatus.TooLong;
        scanned = 0;
        frame = new Frame(0, length, consumed);
        return FrameStatus.Message;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> message, IBufferWriter<byte> output)
    {
        output.Write(message);
        output.Write(delimiter);
    }
}
