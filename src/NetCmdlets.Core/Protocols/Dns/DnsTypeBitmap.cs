namespace NetCmdlets.Protocols.Dns;

/// <summary>
/// The set of types in NSEC and NSEC3 (RFC 4034, section 4.1.2): blocks of a window's number, a length from 1 to 32 and
/// so many octets, the first bit that of the window's lowest type.
/// </summary>
internal static class DnsTypeBitmap
{
    /// <summary>The types, in the order of their numbers.</summary>
    public static string[] Read(ref DnsReader reader)
    {
        var types = new List<string>();
        int last = -1;
        while (reader.Left > 0 && reader.Fault is null)
        {
            int window = reader.ReadByte();
            int length = reader.ReadByte();
            if (window <= last || length is 0 or > 32)
                reader.Fail("a block of types is out of order or of a length that none has");
            last = window;
            ReadOnlySpan<byte> bits = reader.ReadBytes(length);
            for (int i = 0; i < bits.Length * 8; i++)
            {
                if ((bits[i / 8] & (0x80 >> (i % 8))) != 0)
                    types.Add(DnsRecordTypes.TextOf((DnsRecordType)((window * 256) + i)));
            }
        }

        return [.. types];
    }
}
