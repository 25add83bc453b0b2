using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>SSHFP: the fingerprint of an SSH server's key (RFC 4255, section 3.1).</summary>
public sealed record DnsSshfpRecord : DnsRecord
{
    private DnsSshfpRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>The key's algorithm, by its number (4: Ed25519).</summary>
    public int Algorithm { get; private init; }

    /// <summary>The fingerprint's algorithm, by its number (2: SHA-256).</summary>
    public int FingerprintType { get; private init; }

    /// <summary>The fingerprint.</summary>
    public byte[] Fingerprint { get; private init; } = [];

    /// <inheritdoc/>
    public override string Data => DnsText.Join(Algorithm, FingerprintType, DnsText.Hex(Fingerprint));

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader) => new DnsSshfpRecord(head)
    {
        Algorithm = reader.ReadByte(),
        FingerprintType = reader.ReadByte(),
        Fingerprint = reader.ReadRest().ToArray(),
    };
}
