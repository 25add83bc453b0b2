using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>DS, CDS or DLV: the digest of a child zone's key (RFC 4034, section 5.1; RFC 7344; RFC 4431).</summary>
public sealed record DnsDsRecord : DnsRecord
{
    private DnsDsRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>The key's tag.</summary>
    public int KeyTag { get; private init; }

    /// <summary>The key's algorithm, by its number (13: ECDSA P-256).</summary>
    public int Algorithm { get; private init; }

    /// <summary>The digest's algorithm, by its number (2: SHA-256).</summary>
    public int DigestType { get; private init; }

    /// <summary>The digest.</summary>
    public byte[] Digest { get; private init; } = [];

    /// <inheritdoc/>
    public override string Data => DnsText.Join(KeyTag, Algorithm, DigestType, DnsText.Hex(Digest));

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader) => new DnsDsRecord(head)
    {
        KeyTag = reader.ReadUInt16(),
        Algorithm = reader.ReadByte(),
        DigestType = reader.ReadByte(),
        Digest = reader.ReadRest().ToArray(),
    };
}
