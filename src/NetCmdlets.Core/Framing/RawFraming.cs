using System.Buffers;

namespace NetCmdlets.Framing;

/// <summary>
/// No framing: a message is whatever has come, as a plain recv() gives it. For text it waits for the rest of a
/// character that has come in part, because TCP cuts where it likes.
/// </summary>
public sealed class RawFraming : IMessageFraming
{
    private readonly int maxMessageBytes;
    private readonly bool wholeCharacters;

    /// <summary>Makes the framing.</summary>
    /// <param name="maxMessageBytes">The most that one message takes; what is more is the next message.</param>
    /// <param name="wholeCharacters">Whether a message ends with a whole UTF-8 character (RFC 3629).</param>
    public RawFraming(int maxMessageBytes, bool wholeCharacters = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessageBytes, 1);
        this.maxMessageBytes = maxMessageBytes;
        this.wholeCharacters = wholeCharacters;
    }

    /// <inheritdoc/>
    public FrameStatus Find(ReadOnlySpan<byte> bytes, ref int scanned, bool ended, out Frame frame)
    {
        int length = Math.Min(bytes.Length, maxMessageBytes);
        if (wholeCharacters && (!ended || length < bytes.Length))
        {
            int whole = length - PartialCharacter(bytes[..length]);
            // A limit of less than one character cannot hold one back.
            if (whole > 0 || length < maxMessageBytes)
                length = whole;
        }

        frame = new Frame(0, length, length);
        return length > 0 ? FrameStatus.Message : FrameStatus.NeedMore;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> message, IBufferWriter<byte> output) => output.Write(message);

    // How many bytes at the end are the beginning of a character; none where the bytes are not UTF-8 anyway.
    private static int PartialCharacter(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            byte value = bytes[^back];
            if ((value & 0xC0) == 0x80)
                continue;
            int needed = value switch
            {
                >= 0xF0 and <= 0xF4 => 4,
                >= 0xE0 and < 0xF0 => 3,
                >= 0xC2 and < 0xE0 => 2,
                _ => 1,
            };
            return needed > back ? back : 0;
        }

        return 0;
    }
}
