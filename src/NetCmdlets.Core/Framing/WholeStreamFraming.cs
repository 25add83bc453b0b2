using System.Buffers;

namespace NetCmdlets.Framing;

/// <summary>One message: everything to the end of the stream.</summary>
public sealed class WholeStreamFraming : IMessageFraming
{
    private readonly int maxMessageBytes;

    /// <summary>Makes the framing.</summary>
    /// <param name="maxMessageBytes">The most that is taken.</param>
    public WholeStreamFraming(int maxMessageBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessageBytes, 1);
        this.maxMessageBytes = maxMessageBytes;
    }

    /// <inheritdoc/>
    public FrameStatus Find(ReadOnlySpan<byte> bytes, ref int scanned, bool ended, out Frame frame)
    {
        frame = new Frame(0, bytes.Length, bytes.Length);
        if (bytes.Length > maxMessageBytes)
            return FrameStatus.TooLong;
        return ended ? FrameStatus.Message : FrameStatus.NeedMore;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> message, IBufferWriter<byte> output) => output.Write(message);
}
