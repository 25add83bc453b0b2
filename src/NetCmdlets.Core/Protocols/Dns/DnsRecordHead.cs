namespace NetCmdlets.Protocols.Dns;

/// <summary>What comes before a record's data.</summary>
/// <remarks>
/// RFC 1035, section 4.1.3:
/// <code>
///                                 1  1  1  1  1  1
///   0  1  2  3  4  5  6  7  8  9  0  1  2  3  4  5
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// /                      NAME                     /
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// |                      TYPE                     |
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// |                     CLASS                     |
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// |                      TTL                      |
/// |                                               |
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// |                   RDLENGTH                    |
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// /                     RDATA                     /
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// </code>
/// </remarks>
/// <param name="Name">The name that has the record.</param>
/// <param name="Type">The record's type.</param>
/// <param name="Class">The record's class.</param>
/// <param name="TimeToLive">Seconds for which it may be kept.</param>
/// <param name="Section">Where in the message it is.</param>
internal readonly record struct DnsRecordHead(
    string Name, DnsRecordType Type, DnsClass Class, uint TimeToLive, DnsSection Section);
