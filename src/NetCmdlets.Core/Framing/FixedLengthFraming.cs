using System.Buffers;

namespace NetCmdlets.Framing;

/// <summary>Messages of one length that both sides know.</summary>
public sealed class FixedLengthFraming : IMessageFraming
{
    private readonly int length;

    /// <summary>Makes the framing.</summary>
    /// <param name="length">The length of every message, from 1.</param>
    public FixedLengthFraming(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        this.length = length;
    }

    /// <inheritdoc/>
    public FrameStatus Find(ReadOnlySpan<byte> bytes, ref int scanned, bool ended, out Frame frame)
    {
        frame = new Frame(0, length, length);
        if (bytes.Length >= length)
            return FrameStatus.Message;
        return ended ? FrameStatus.Truncated : FrameStatus.NeedMore;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> message, IBufferWriter<byte> output) => output.Write(message);
}
