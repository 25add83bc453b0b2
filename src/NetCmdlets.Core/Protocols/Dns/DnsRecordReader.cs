namespace NetCmdlets.Protocols.Dns;

/// <summary>Reads a record of any type.</summary>
internal static class DnsRecordReader
{
    /// <summary>The record, or null where the reader has a fault now.</summary>
    public static DnsRecord? Read(DnsRecordHead head, int length, ref DnsReader reader)
    {
        int outer = reader.Enter(length);
        // Data of a class of its own may have a form of its own (RFC 3597, section 5).
        DnsRecord? record = head.Class is DnsClass.IN or DnsClass.CH or DnsClass.HS || !DependsOnClass(head.Type)
            ? ReadData(head, ref reader)
            : DnsUnknownRecord.Read(head, ref reader);
        reader.Leave(outer);
        return reader.Fault is null ? record : null;
    }

    private static bool DependsOnClass(DnsRecordType type) => type is DnsRecordType.A or DnsRecordType.AAAA
        or DnsRecordType.SRV or DnsRecordType.KX or DnsRecordType.NAPTR or DnsRecordType.SVCB or DnsRecordType.HTTPS
        or DnsRecordType.PX or DnsRecordType.APL or DnsRecordType.DHCID;

    private static DnsRecord? ReadData(DnsRecordHead head, ref DnsReader reader) => head.Type switch
    {
        // Chaosnet's A is a name and a number.
        DnsRecordType.A or DnsRecordType.AAAA when head.Class == DnsClass.CH => DnsUnknownRecord.Read(head, ref reader),
        DnsRecordType.A or DnsRecordType.AAAA => DnsAddressRecord.Read(head, ref reader),
        DnsRecordType.NS or DnsRecordType.CNAME or DnsRecordType.PTR or DnsRecordType.DNAME or DnsRecordType.MB
            or DnsRecordType.MG or DnsRecordType.MR or DnsRecordType.MD or DnsRecordType.MF
            => DnsHostRecord.Read(head, ref reader),
        DnsRecordType.MX or DnsRecordType.AFSDB or DnsRecordType.KX or DnsRecordType.RT or DnsRecordType.LP
            => DnsMxRecord.Read(head, ref reader),
        DnsRecordType.RP or DnsRecordType.MINFO => DnsMailboxRecord.Read(head, ref reader),
        DnsRecordType.TXT or DnsRecordType.SPF or DnsRecordType.HINFO or DnsRecordType.X25 or DnsRecordType.ISDN
            or DnsRecordType.GPOS or DnsRecordType.RESINFO
            => DnsTextRecord.Read(head, ref reader),
        DnsRecordType.SOA => DnsSoaRecord.Read(head, ref reader),
        DnsRecordType.SRV => DnsSrvRecord.Read(head, ref reader),
        DnsRecordType.CAA => DnsCaaRecord.Read(head, ref reader),
        DnsRecordType.URI => DnsUriRecord.Read(head, ref reader),
        DnsRecordType.NAPTR => DnsNaptrRecord.Read(head, ref reader),
        DnsRecordType.DS or DnsRecordType.CDS or DnsRecordType.DLV => DnsDsRecord.Read(head, ref reader),
        DnsRecordType.DNSKEY or DnsRecordType.CDNSKEY or DnsRecordType.KEY => DnsKeyRecord.Read(head, ref reader),
        DnsRecordType.RRSIG or DnsRecordType.SIG => DnsSignatureRecord.Read(head, ref reader),
        DnsRecordType.NSEC => DnsNsecRecord.Read(head, ref reader),
        DnsRecordType.NSEC3 or DnsRecordType.NSEC3PARAM => DnsNsec3Record.Read(head, ref reader),
        DnsRecordType.TLSA or DnsRecordType.SMIMEA => DnsTlsaRecord.Read(head, ref reader),
        DnsRecordType.SSHFP => DnsSshfpRecord.Read(head, ref reader),
        DnsRecordType.SVCB or DnsRecordType.HTTPS => DnsServiceRecord.Read(head, ref reader),
        DnsRecordType.LOC => DnsLocationRecord.Read(head, ref reader),
        _ => DnsOtherRecord.Knows(head.Type)
            ? DnsOtherRecord.Read(head, ref reader)
            : DnsUnknownRecord.Read(head, ref reader),
    };
}
