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

    private const uint Mark = 0x4E434431;

    /// <summary>Writes the header and the filling over all of the datagram.</summary>
    /// <exception cref="ArgumentException">It is shorter than the header.</exception>
    public void Write(Span<byte> datagram)
    {
        if (datagram.Length < HeaderBytes)
            throw new ArgumentException($"A numbered datagram has at least {HeaderBytes} bytes.", nameof(datagram));
        BinaryPrimitives.WriteUInt32BigEndian(datagram, Mark);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[4..], Run);
        BinaryPrimitives.WriteInt64BigEndian(datagram[8..], Number);
        BinaryPrimitives.WriteInt64BigEndian(datagram[16..], Timestamp);
        byte first = FirstFilling;
        for (int i = HeaderBytes; i < datagram.Length; i++)
            datagram[i] = (byte)(first + i);
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
        if (datagram.Length < HeaderBytes
            || BinaryPrimitives.ReadUInt32BigEndian(datagram) != Mark
            || BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != run)
        {
            return false;
        }

        numbered = new NumberedDatagram(
            run,
            BinaryPrimitives.ReadInt64BigEndian(datagram[8..]),
            BinaryPrimitives.ReadInt64BigEndian(datagram[16..]));
        byte first = numbered.FirstFilling;
        for (int i = HeaderBytes; i < datagram.Length; i++)
        {
            if (datagram[i] != (byte)(first + i))
                return false;
        }

        return numbered.Number >= 0;
    }

    private byte FirstFilling => (byte)(Run + Number);
}
