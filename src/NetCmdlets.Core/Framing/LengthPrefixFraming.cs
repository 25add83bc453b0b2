using System.Buffers;
using System.Buffers.Binary;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Framing;

/// <summary>
/// Messages after their length, as an unsigned number of 1, 2 or 4 bytes that does not count itself.
/// </summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |             length (8, 16 or 32 bits, big-endian)             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                          message ...
/// </code>
/// </remarks>
public sealed class LengthPrefixFraming : IMessageFraming
{
    private readonly int prefixBytes;
    private readonly int maxMessageBytes;
    private readonly bool littleEndian;

    /// <summary>Makes the framing.</summary>
    /// <param name="prefixBytes">1, 2 or 4.</param>
    /// <param name="maxMessageBytes">The longest message.</param>
    /// <param name="littleEndian">Whether the length's low byte comes first; network order otherwise.</param>
    public LengthPrefixFraming(int prefixBytes, int maxMessageBytes, bool littleEndian = false)
    {
        if (prefixBytes is not (1 or 2 or 4))
            throw new ArgumentOutOfRangeException(nameof(prefixBytes), prefixBytes, "A length has 1, 2 or 4 bytes.");
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessageBytes, 1);
        this.prefixBytes = prefixBytes;
        this.maxMessageBytes = maxMessageBytes;
        this.littleEndian = littleEndian;
    }

    private long LongestByPrefix => (1L << (8 * prefixBytes)) - 1;

    /// <inheritdoc/>
    public FrameStatus Find(ReadOnlySpan<byte> bytes, ref int scanned, bool ended, out Frame frame)
    {
        frame = default;
        FrameStatus incomplete = ended ? FrameStatus.Truncated : FrameStatus.NeedMore;
        if (bytes.Length < prefixBytes)
            return incomplete;
        uint length = ReadLength(bytes);
        // The length is believed before a byte of the message is there, so it is judged first.
        if (length > maxMessageBytes)
            return FrameStatus.TooLong;
        if (bytes.Length - prefixBytes < length)
            return incomplete;
        frame = new Frame(prefixBytes, (int)length, prefixBytes + (int)length);
        return FrameStatus.Message;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (message.Length > LongestByPrefix)
        {
            throw new NetException(
                FailureKind.MessageTooLong,
                $"A message of {message.Length} bytes does not fit a length of {prefixBytes} bytes "
                + $"(at most {LongestByPrefix}).");
        }

        Span<byte> header = output.GetSpan(4);
        uint length = (uint)message.Length;
        if (littleEndian)
            BinaryPrimitives.WriteUInt32LittleEndian(header, length);
        else
            BinaryPrimitives.WriteUInt32BigEndian(header, length << (8 * (4 - prefixBytes)));
        output.Advance(prefixBytes);
        output.Write(message);
    }

    private uint ReadLength(ReadOnlySpan<byte> bytes) => (prefixBytes, littleEndian) switch
    {
        (1, _) => bytes[0],
        (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (_, false) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
    };
}
