using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>TLSA or SMIMEA: the certificate of a TLS server or a mail user (RFC 6698, section 2.1; RFC 8162).</summary>
public sealed record DnsTlsaRecord : DnsRecord
{
    private DnsTlsaRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>What the certificate is in the chain: 0 to 3 (3: the server's own).</summary>
    public int Usage { get; private init; }

    /// <summary>0 for the whole certificate, 1 for its public key.</summary>
    public int Selector { get; private init; }

    /// <summary>0 for the thing itself, 1 for its SHA-256, 2 for its SHA-512.</summary>
    public int MatchingType { get; private init; }

    /// <summary>The certificate, key or digest.</summary>
    public byte[] Certificate { get; private init; } = [];

    /// <inheritdoc/>
    public override string Data => DnsText.Join(Usage, Selector, MatchingType, DnsText.Hex(Certificate));

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader) => new DnsTlsaRecord(head)
    {
        Usage = reader.ReadByte(),
        Selector = reader.ReadByte(),
        MatchingType = reader.ReadByte(),
        Certificate = reader.ReadRest().ToArray(),
    };
}
