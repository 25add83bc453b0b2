namespace NetCmdlets.Protocols.Dns;

/// <summary>The header of a message.</summary>
/// <remarks>
/// RFC 1035, section 4.1.1, with AD and CD of RFC 4035, section 3.2:
/// <code>
///                                 1  1  1  1  1  1
///   0  1  2  3  4  5  6  7  8  9  0  1  2  3  4  5
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// |                      ID                       |
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// |QR|   OpCode  |AA|TC|RD|RA| Z|AD|CD|   RCODE   |
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// |                    QDCOUNT                    |
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// |                    ANCOUNT                    |
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// |                    NSCOUNT                    |
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// |                    ARCOUNT                    |
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// </code>
/// </remarks>
/// <param name="Id">Ties a response to its query.</param>
/// <param name="Flags">The second row.</param>
/// <param name="Questions">QDCOUNT.</param>
/// <param name="Answers">ANCOUNT.</param>
/// <param name="Authorities">NSCOUNT.</param>
/// <param name="Additionals">ARCOUNT.</param>
internal readonly record struct DnsHeader(
    ushort Id, ushort Flags, ushort Questions, ushort Answers, ushort Authorities, ushort Additionals)
{
    /// <summary>How many bytes a header has.</summary>
    public const int Bytes = 12;

    /// <summary>The flag of responses.</summary>
    public const ushort Response = 0x8000;

    /// <summary>The flag of answers out of the server's own zones.</summary>
    public const ushort Authoritative = 0x0400;

    /// <summary>The flag of messages that were cut to fit.</summary>
    public const ushort Truncated = 0x0200;

    /// <summary>The flag by which a client asks the server to do all the work.</summary>
    public const ushort RecursionDesired = 0x0100;

    /// <summary>The flag of servers that do so.</summary>
    public const ushort RecursionAvailable = 0x0080;

    /// <summary>The flag of data that the server has verified; in a query, a wish to be told (RFC 6840, 5.7).</summary>
    public const ushort Authentic = 0x0020;

    /// <summary>The low four bits of the response code; the high eight are EDNS's.</summary>
    public DnsResponseCode ResponseCode => (DnsResponseCode)(Flags & 0xF);

    /// <summary>Whether a flag is set.</summary>
    public bool Has(ushort flag) => (Flags & flag) != 0;

    /// <summary>Reads a header.</summary>
    public static DnsHeader Read(ref DnsReader reader) => new(
        reader.ReadUInt16(),
        reader.ReadUInt16(),
        reader.ReadUInt16(),
        reader.ReadUInt16(),
        reader.ReadUInt16(),
        reader.ReadUInt16());
}
