namespace NetCmdlets.Protocols.Dns;

/// <summary>The extension of a message (EDNS): the OPT record of its additional section.</summary>
/// <remarks>
/// RFC 6891, section 6.1. The record's fields have other meanings: its class is the payload size, its TTL
/// <code>
///                +0 (MSB)                            +1 (LSB)
///     +---+---+---+---+---+---+---+---+---+---+---+---+---+---+---+---+
///  0: |         EXTENDED-RCODE        |            VERSION            |
///     +---+---+---+---+---+---+---+---+---+---+---+---+---+---+---+---+
///  2: | DO|                           Z                               |
///     +---+---+---+---+---+---+---+---+---+---+---+---+---+---+---+---+
/// </code>
/// and its data options, each a code, a length and so many octets.
/// </remarks>
/// <param name="PayloadSize">The largest datagram that the sender takes.</param>
/// <param name="ExtendedCode">The high eight bits of the response code.</param>
/// <param name="Version">The version: 0.</param>
/// <param name="DnsSec">DO: whether signatures are wanted or sent.</param>
/// <param name="Errors">Why the server could not answer (RFC 8914).</param>
internal sealed record DnsEdns(
    int PayloadSize, int ExtendedCode, int Version, bool DnsSec, IReadOnlyList<DnsExtendedError> Errors)
{
    /// <summary>The payload size to announce: what passes every path unfragmented.</summary>
    public const int DefaultPayloadSize = 1232;

    private const int ErrorOption = 15;

    /// <summary>Reads the record's data, after its head.</summary>
    public static DnsEdns Read(DnsRecordHead head, int length, ref DnsReader reader)
    {
        var errors = new List<DnsExtendedError>();
        int outer = reader.Enter(length);
        while (reader.Left > 0 && reader.Fault is null)
        {
            int code = reader.ReadUInt16();
            int record = reader.Enter(reader.ReadUInt16());
            if (code == ErrorOption)
                errors.Add(new DnsExtendedError(reader.ReadUInt16(), Printable(reader.ReadRest())));
            else
                reader.ReadRest();
            reader.Leave(record);
        }

        reader.Leave(outer);
        uint flags = head.TimeToLive;
        return new DnsEdns(
            (int)head.Class, (int)(flags >> 24), (int)(flags >> 16) & 0xFF, (flags & 0x8000) != 0, errors);
    }

    // A server's words end up in messages at a terminal.
    private static string Printable(ReadOnlySpan<byte> octets)
    {
        string text = DnsText.Decode(octets).TrimEnd('\0');
        return text.Any(char.IsControl) ? DnsText.Quote(octets)[1..^1] : text;
    }
}
