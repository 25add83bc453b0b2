using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>
/// A record of a type that is known by its text only: CERT, OPENPGPKEY, CSYNC, ZONEMD, EUI48, EUI64, DHCID, APL,
/// IPSECKEY, NID, L32, L64, PX and NULL. All that is in it is in <see cref="Data"/>.
/// </summary>
public sealed record DnsOtherRecord : DnsRecord
{
    // RFC 4398, section 2.1.
    private static readonly string[] Certificates =
        ["", "PKIX", "SPKI", "PGP", "IPKIX", "ISPKI", "IPGP", "ACPKIX", "IACPKIX"];

    // IANA, 'DNS Security Algorithm Numbers', by their numbers.
    private static readonly string[] Algorithms =
    [
        "", "RSAMD5", "DH", "DSA", "", "RSASHA1", "NSEC3DSA", "NSEC3RSASHA1", "RSASHA256", "", "RSASHA512", "",
        "ECCGOST", "ECDSAP256SHA256", "ECDSAP384SHA384", "ED25519", "ED448",
    ];

    private DnsOtherRecord(DnsRecordHead head, string data)
        : base(head)
    {
        Data = data;
    }

    private delegate string Reader(ref DnsReader reader);

    /// <inheritdoc/>
    public override string Data { get; }

    /// <summary>Whether a type is one of these.</summary>
    internal static bool Knows(DnsRecordType type) => ReaderOf(type) is not null;

    /// <summary>Reads the data.</summary>
    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader)
        => new DnsOtherRecord(head, ReaderOf(head.Type)!(ref reader).TrimEnd());

    private static Reader? ReaderOf(DnsRecordType type) => type switch
    {
        DnsRecordType.CERT => static (ref DnsReader from) => DnsText.Join(
            NameOf(Certificates, from.ReadUInt16()), from.ReadUInt16(), NameOf(Algorithms, from.ReadByte()), Rest(ref from)),
        DnsRecordType.OPENPGPKEY or DnsRecordType.DHCID => Rest,
        DnsRecordType.CSYNC => static (ref DnsReader from) => string.Join(
            ' ', [DnsText.Join(from.ReadUInt32(), from.ReadUInt16()), .. DnsTypeBitmap.Read(ref from)]),
        DnsRecordType.ZONEMD => static (ref DnsReader from) => DnsText.Join(
            from.ReadUInt32(), from.ReadByte(), from.ReadByte(), DnsText.Hex(from.ReadRest())),
        DnsRecordType.EUI48 => static (ref DnsReader from) => Hardware(from.ReadBytes(6)),
        DnsRecordType.EUI64 => static (ref DnsReader from) => Hardware(from.ReadBytes(8)),
        DnsRecordType.NID or DnsRecordType.L64 => static (ref DnsReader from) => DnsText.Join(
            from.ReadUInt16(),
            string.Join(':', new[] { from.ReadUInt16(), from.ReadUInt16(), from.ReadUInt16(), from.ReadUInt16() }
                .Select(group => group.ToString("x", System.Globalization.CultureInfo.InvariantCulture)))),
        DnsRecordType.L32 => static (ref DnsReader from) => DnsText.Join(from.ReadUInt16(), Address(ref from, 4)),
        DnsRecordType.PX => static (ref DnsReader from) => DnsText.Join(
            from.ReadUInt16(), DnsName.Absolute(from.ReadName()), DnsName.Absolute(from.ReadName())),
        DnsRecordType.NULL => static (ref DnsReader from) => DnsText.Join("\\#", from.Left, DnsText.Hex(from.ReadRest())),
        DnsRecordType.APL => Prefixes,
        DnsRecordType.IPSECKEY => Key,
        _ => null,
    };

    private static string NameOf(string[] names, int number)
        => number < names.Length && names[number].Length > 0 ? names[number]
            : (number, names == Certificates) switch
            {
                (253, true) => "URI",
                (254, true) => "OID",
                (252, false) => "INDIRECT",
                (253, false) => "PRIVATEDNS",
                (254, false) => "PRIVATEOID",
                _ => DnsText.Number(number),
            };

    private static string Rest(ref DnsReader reader) => DnsText.Base64(reader.ReadRest());

    private static string Hardware(ReadOnlySpan<byte> octets)
        => string.Join('-', octets.ToArray().Select(octet => Convert.ToHexString([octet]).ToLowerInvariant()));

    private static string Address(ref DnsReader reader, int length)
    {
        ReadOnlySpan<byte> octets = reader.ReadBytes(length);
        return octets.IsEmpty ? "" : DnsText.Address(octets);
    }

    // RFC 3123, section 4: a family, a prefix length, a bit for 'not' and a length, then so many octets of an address,
    // the zeros at its end left out.
    private static string Prefixes(ref DnsReader reader)
    {
        var items = new List<string>();
        while (reader.Left > 0 && reader.Fault is null)
        {
            int family = reader.ReadUInt16();
            int prefix = reader.ReadByte();
            int length = reader.ReadByte();
            Span<byte> address = new byte[family == 1 ? 4 : 16];
            ReadOnlySpan<byte> octets = reader.ReadBytes(length & 0x7F);
            if (family is not (1 or 2) || octets.Length > address.Length || prefix > address.Length * 8)
            {
                reader.Fail("APL has a network of no family, or too long for it");
                break;
            }

            octets.CopyTo(address);
            items.Add($"{(length > 0x7F ? "!" : "")}{family}:{DnsText.Address(address)}/{prefix}");
        }

        return string.Join(' ', items);
    }

    // RFC 4025, section 2.1: precedence, the gateway's type, the key's algorithm, the gateway, the key.
    private static string Key(ref DnsReader reader)
    {
        byte precedence = reader.ReadByte();
        byte kind = reader.ReadByte();
        byte algorithm = reader.ReadByte();
        string gateway = kind switch
        {
            0 => ".",
            1 => Address(ref reader, 4),
            2 => Address(ref reader, 16),
            3 => DnsName.Absolute(reader.ReadName()),
            _ => "",
        };
        if (kind > 3)
            reader.Fail("IPSECKEY has a gateway of a type that none has");
        return DnsText.Join(precedence, kind, algorithm, gateway, Rest(ref reader));
    }
}
