using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>RRSIG: the signature of a set of records (RFC 4034, section 3.1).</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Type Covered           |  Algorithm    |     Labels    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                         Original TTL                          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      Signature Expiration                     |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      Signature Inception                      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |            Key Tag            |                               /
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+         Signer's Name         /
/// /                                                               /
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// /                            Signature                          /
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public sealed record DnsSignatureRecord : DnsRecord
{
    private DnsSignatureRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>The type of the records that are signed.</summary>
    public string TypeCovered { get; private init; } = "";

    /// <summary>The algorithm, by its number (13: ECDSA P-256).</summary>
    public int Algorithm { get; private init; }

    /// <summary>How many labels the signed name has; fewer than the record's where a wildcard answered.</summary>
    public int Labels { get; private init; }

    /// <summary>The time to live that was signed.</summary>
    public TimeSpan OriginalTimeToLive { get; private init; }

    /// <summary>From when on the signature holds no more.</summary>
    public DateTimeOffset Expiration { get; private init; }

    /// <summary>From when on the signature holds.</summary>
    public DateTimeOffset Inception { get; private init; }

    /// <summary>The tag of the key that signed.</summary>
    public int KeyTag { get; private init; }

    /// <summary>The zone whose key that is.</summary>
    public string Signer { get; private init; } = "";

    /// <summary>The signature.</summary>
    public byte[] Signature { get; private init; } = [];

    /// <inheritdoc/>
    public override string Data => DnsText.Join(
        TypeCovered,
        Algorithm,
        Labels,
        (long)OriginalTimeToLive.TotalSeconds,
        DnsText.Time(Expiration),
        DnsText.Time(Inception),
        KeyTag,
        DnsName.Absolute(Signer),
        DnsText.Base64(Signature));

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return new DnsSignatureRecord(head)
        {
            TypeCovered = DnsRecordTypes.TextOf((DnsRecordType)reader.ReadUInt16()),
            Algorithm = reader.ReadByte(),
            Labels = reader.ReadByte(),
            OriginalTimeToLive = TimeSpan.FromSeconds(reader.ReadUInt32()),
            Expiration = DnsText.TimeOf(reader.ReadUInt32(), now),
            Inception = DnsText.TimeOf(reader.ReadUInt32(), now),
            KeyTag = reader.ReadUInt16(),
            Signer = reader.ReadName(),
            Signature = reader.ReadRest().ToArray(),
        };
    }
}
