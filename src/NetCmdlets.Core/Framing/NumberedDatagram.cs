using System.Buffers.Binary;

namespace NetCmdlets.Framing;

/// <summary>
/// The header by which a measurement knows its own datagrams again: which run they are of, the how-manieth they are,
/// and when they were sent.
/// </summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                        'N' 'C' 'D' '1'                        |
/// +---------------------------------------------------------------+
/// |                              run                              |
/// +---------------------------------------------------------------+
/// |                       number (64 bits)                        |
/// |                                                               |
/// +---------------------------------------------------------------+
/// |                 time of sending (64 bits, ticks)              |
/// |                                                               |
/// +---------------------------------------------------------------+
/// |                          filling ...                          |
/// </code>
/// All in network order. The filling is made of the run and the number, so a datagram that was changed on the way is
/// seen.
/// </remarks>
/// <param name="Run">A number that one run of a measurement draws at random.</param>
/// <param name="Number">The datagram's number in its run, from 0.</param>
/// <param name="Timestamp">When it was sent, by the sender's own counter.</param>
public readonly record struct NumberedDatagram(uint Run, long Number, long Timestamp)
{
    /// <summary>The size of the header, and so the least that a numbered datagram has.</summary>
    public const int HeaderBytes = 24;

    /// <summary>The most that a numbered datagram has, which is more than UDP carries.</summary>
    public const int MaximumBytes = 65_536;

    private const uint Mark = 0x4E434431;

    // The values of a byte in order, again and again: every filling is a part of it.
    private static readonly byte[] Values = [.. Enumerable.Range(0, MaximumBytes + 256).Select(i => (byte)i)];

    /// <summary>Writes the header and the filling over all of the datagram.</summary>
    /// <exception cref="ArgumentException">It is shorter than the header, or longer than allowed.</exception>
    public void Write(Span<byte> datagram)
    {
        if (datagram.Length is < HeaderBytes or > MaximumBytes)
        {
            throw new ArgumentException(
                $"A numbered datagram has {HeaderBytes} to {MaximumBytes} bytes.", nameof(datagram));
        }

        BinaryPrimitives.WriteUInt32BigEndian(datagram, Mark);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[4..], Run);
        BinaryPrimitives.WriteInt64BigEndian(datagram[8..], Number);
        BinaryPrimitives.WriteInt64BigEndian(datagram[16..], Timestamp);
        Filling(datagram.Length).CopyTo(datagram[HeaderBytes..]);
    }

    /// <summary>
    /// Reads a datagram of a run; false where it is none of that run's, or was changed on the way.
    /// </summary>
    /// <param name="datagram">What came.</param>
    /// <param name="run">The run that is measured.</param>
    /// <param name="numbered">The header.</param>
    public static bool TryRead(ReadOnlySpan<byte> datagram, uint run, out NumberedDatagram numbered)
    {
        numbered = default;
        if (datagram.Length is < HeaderBytes or > MaximumBytes
            || BinaryPrimitives.ReadUInt32BigEndian(datagram) != Mark
            || BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != run)
        {
            return false;
        }

        numbered = new NumberedDatagram(
            run,
            BinaryPrimitives.ReadInt64BigEndian(datagram[8..]),
            BinaryPrimitives.ReadInt64BigEndian(datagram[16..]));
        return numbered.Number >= 0
            && datagram[HeaderBytes..].SequenceEqual(numbered.Filling(datagram.Length));
    }

    private ReadOnlySpan<byte> Filling(int datagramBytes)
        => Values.AsSpan((byte)(Run + Number + HeaderBytes), datagramBytes - HeaderBytes);
}
