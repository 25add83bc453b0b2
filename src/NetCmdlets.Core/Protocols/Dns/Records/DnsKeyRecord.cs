using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>DNSKEY, CDNSKEY or KEY: a key of a zone (RFC 4034, section 2.1; RFC 7344; RFC 2535).</summary>
public sealed record DnsKeyRecord : DnsRecord
{
    private DnsKeyRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>256 for a key of a zone, 257 for one that signs keys.</summary>
    public int Flags { get; private init; }

    /// <summary>Always 3.</summary>
    public int KeyProtocol { get; private init; }

    /// <summary>The algorithm, by its number (13: ECDSA P-256).</summary>
    public int Algorithm { get; private init; }

    /// <summary>The public key.</summary>
    public byte[] PublicKey { get; private init; } = [];

    /// <summary>The tag by which DS and RRSIG name the key (RFC 4034, appendix B).</summary>
    public int KeyTag
    {
        get
        {
            ReadOnlySpan<byte> head = [(byte)(Flags >> 8), (byte)Flags, (byte)KeyProtocol, (byte)Algorithm];
            uint sum = 0;
            for (int i = 0; i < head.Length + PublicKey.Length; i++)
            {
                byte octet = i < head.Length ? head[i] : PublicKey[i - head.Length];
                sum += (i & 1) == 0 ? (uint)octet << 8 : octet;
            }

            return (int)((sum + (sum >> 16)) & 0xFFFF);
        }
    }

    /// <inheritdoc/>
    public override string Data => DnsText.Join(Flags, KeyProtocol, Algorithm, DnsText.Base64(PublicKey));

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader) => new DnsKeyRecord(head)
    {
        Flags = reader.ReadUInt16(),
        KeyProtocol = reader.ReadByte(),
        Algorithm = reader.ReadByte(),
        PublicKey = reader.ReadRest().ToArray(),
    };
}
