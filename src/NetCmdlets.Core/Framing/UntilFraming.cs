using System.Buffers;

namespace NetCmdlets.Framing;

/// <summary>
/// What a client waits for: everything up to a mark (a prompt, a line's end) and the mark itself. A stream that ends
/// before the mark is cut short.
/// </summary>
public sealed class UntilFraming : IMessageFraming
{
    private readonly byte[] mark;
    private readonly int maxMessageBytes;

    /// <summary>Makes the framing.</summary>
    /// <param name="mark">One byte or more.</param>
    /// <param name="maxMessageBytes">The longest message, with its mark.</param>
    public UntilFraming(ReadOnlySpan<byte> mark, int maxMessageBytes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(mark.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessageBytes, 1);
        this.mark = mark.ToArray();
        this.maxMessageBytes = maxMessageBytes;
    }

    /// <inheritdoc/>
    public FrameStatus Find(ReadOnlySpan<byte> bytes, ref int scanned, bool ended, out Frame frame)
    {
        int found = bytes[scanned..].IndexOf(mark);
        int length = found < 0 ? bytes.Length : scanned + found + mark.Length;
        frame = new Frame(0, length, length);
        if (length > maxMessageBytes)
            return FrameStatus.TooLong;
        if (found >= 0)
            return FrameStatus.Message;
        // The mark may have begun already.
        scanned = Math.Max(0, bytes.Length - mark.Length + 1);
        return ended ? FrameStatus.Truncated : FrameStatus.NeedMore;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> message, IBufferWriter<byte> output) => output.Write(message);
}
