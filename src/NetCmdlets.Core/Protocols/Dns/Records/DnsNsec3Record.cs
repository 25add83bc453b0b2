using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>NSEC3, and NSEC3PARAM, which ends after the salt (RFC 5155, sections 3.2 and 4.2).</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   Hash Alg.   |     Flags     |          Iterations           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Salt Length  |                     Salt                      /
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  Hash Length  |             Next Hashed Owner Name            /
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// /                         Type Bit Maps                         /
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public sealed record DnsNsec3Record : DnsRecord
{
    private DnsNsec3Record(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>The hash's algorithm (1: SHA-1).</summary>
    public int HashAlgorithm { get; private init; }

    /// <summary>1 where unsigned delegations are left out.</summary>
    public int Flags { get; private init; }

    /// <summary>How often the hash is done again.</summary>
    public int Iterations { get; private init; }

    /// <summary>The salt; empty for none.</summary>
    public byte[] Salt { get; private init; } = [];

    /// <summary>The next hash that there is, in base32; null of NSEC3PARAM.</summary>
    public string? NextHash { get; private init; }

    /// <summary>The types of records that the name has; null of NSEC3PARAM.</summary>
    public string[]? Types { get; private init; }

    /// <inheritdoc/>
    public override string Data
    {
        get
        {
            string salt = Salt.Length == 0 ? "-" : Convert.ToHexString(Salt);
            string parameters = DnsText.Join(HashAlgorithm, Flags, Iterations, salt);
            return NextHash is null ? parameters : string.Join(' ', [parameters, NextHash, .. Types ?? []]);
        }
    }

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader)
    {
        bool whole = head.Type == DnsRecordType.NSEC3;
        return new DnsNsec3Record(head)
        {
            HashAlgorithm = reader.ReadByte(),
            Flags = reader.ReadByte(),
            Iterations = reader.ReadUInt16(),
            Salt = reader.ReadCharacterString().ToArray(),
            NextHash = whole ? DnsText.Base32Hex(reader.ReadCharacterString()) : null,
            Types = whole ? DnsTypeBitmap.Read(ref reader) : null,
        };
    }
}
