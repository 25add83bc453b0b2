namespace NetCmdlets.Protocols.Dns;

/// <summary>A response that was read. Bytes in, records out: no input or output of its own.</summary>
internal sealed class DnsMessage
{
    private readonly DnsHeader header;

    private DnsMessage(DnsHeader header, IReadOnlyList<DnsRecord> records, DnsEdns? edns)
    {
        this.header = header;
        Records = records;
        Edns = edns;
    }

    /// <summary>The records of all sections, in their order, without OPT.</summary>
    public IReadOnlyList<DnsRecord> Records { get; }

    /// <summary>The extension; null where the server sent none.</summary>
    public DnsEdns? Edns { get; }

    /// <summary>The response code, with the bits that EDNS adds.</summary>
    public DnsResponseCode ResponseCode
        => (DnsResponseCode)((int)header.ResponseCode | ((Edns?.ExtendedCode ?? 0) << 4));

    /// <summary>Whether it was cut to fit a datagram.</summary>
    public bool Truncated => header.Has(DnsHeader.Truncated);

    /// <summary>Whether the server answers out of its own zones.</summary>
    public bool Authoritative => header.Has(DnsHeader.Authoritative);

    /// <summary>Whether the server has verified the signatures.</summary>
    public bool Authenticated => header.Has(DnsHeader.Authentic);

    /// <summary>Whether the server asks others.</summary>
    public bool RecursionAvailable => header.Has(DnsHeader.RecursionAvailable);

    /// <summary>
    /// Whether it is neither an answer nor a denial, but the word of a server that is not responsible (RFC 2308, section
    /// 2.2): it names those that are, or nobody.
    /// </summary>
    public bool IsReferral => ResponseCode == DnsResponseCode.NoError && !Authoritative
        && !In(DnsSection.Answer).Any() && !In(DnsSection.Authority).OfType<DnsSoaRecord>().Any()
        && (!RecursionAvailable || In(DnsSection.Authority).Any(record => record.Type == nameof(DnsRecordType.NS)));

    /// <summary>The records of a section.</summary>
    public IEnumerable<DnsRecord> In(DnsSection section) => Records.Where(record => record.Section == section);

    /// <summary>
    /// Reads a message.
    /// </summary>
    /// <param name="bytes">The whole message, without TCP's length.</param>
    /// <param name="fault">What is wrong with it, and where; null where nothing is.</param>
    /// <returns>The message; null where it is malformed.</returns>
    public static DnsMessage? Read(ReadOnlySpan<byte> bytes, out string? fault)
    {
        var reader = new DnsReader(bytes);
        DnsHeader header = DnsHeader.Read(ref reader);
        for (int i = 0; i < header.Questions && reader.Fault is null; i++)
        {
            reader.ReadName();
            reader.ReadUInt32();
        }

        // The counts are the sender's word: no room is made for records that did not come.
        var records = new List<DnsRecord>();
        DnsEdns? edns = null;
        ReadSection(DnsSection.Answer, header.Answers, records, ref edns, ref reader);
        ReadSection(DnsSection.Authority, header.Authorities, records, ref edns, ref reader);
        ReadSection(DnsSection.Additional, header.Additionals, records, ref edns, ref reader);
        if (reader.Fault is null && reader.Left > 0)
            reader.Fail($"{reader.Left} bytes come after the last record");

        // A cut message may end within a record; it is asked for again, over TCP.
        fault = header.Has(DnsHeader.Truncated) && bytes.Length >= DnsHeader.Bytes ? null : reader.Fault;
        return fault is null ? new DnsMessage(header, records, edns) : null;
    }

    private static void ReadSection(
        DnsSection section, int count, List<DnsRecord> records, ref DnsEdns? edns, ref DnsReader reader)
    {
        for (int i = 0; i < count && reader.Fault is null; i++)
        {
            string name = reader.ReadName();
            var head = new DnsRecordHead(
                name,
                (DnsRecordType)reader.ReadUInt16(),
                (DnsClass)reader.ReadUInt16(),
                reader.ReadUInt32(),
                section);
            int length = reader.ReadUInt16();
            if (head.Type != DnsRecordType.OPT)
            {
                if (DnsRecordReader.Read(head, length, ref reader) is DnsRecord record)
                    records.Add(record);
                continue;
            }

            if (edns is not null || section != DnsSection.Additional || name != DnsName.Root)
                reader.Fail("OPT is there twice, or where it must not be");
            edns = DnsEdns.Read(head, length, ref reader);
        }
    }
}
