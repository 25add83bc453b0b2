using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>NAPTR: a rule that rewrites a name (RFC 3403, section 4.1).</summary>
public sealed record DnsNaptrRecord : DnsRecord
{
    private DnsNaptrRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>The lower must go first.</summary>
    public int Order { get; private init; }

    /// <summary>Among those of one order, the lower should go first.</summary>
    public int Preference { get; private init; }

    /// <summary>What to do next.</summary>
    public string Flags { get; private init; } = "";

    /// <summary>The service.</summary>
    public string Service { get; private init; } = "";

    /// <summary>The rule.</summary>
    public string Expression { get; private init; } = "";

    /// <summary>The name that takes the place of the rule; '.' for none.</summary>
    public string Host { get; private init; } = "";

    /// <inheritdoc/>
    public override string Data => DnsText.Join(Order, Preference, Quoted, DnsName.Absolute(Host));

    private string Quoted { get; init; } = "";

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader)
    {
        ushort order = reader.ReadUInt16();
        ushort preference = reader.ReadUInt16();
        ReadOnlySpan<byte> flags = reader.ReadCharacterString();
        ReadOnlySpan<byte> service = reader.ReadCharacterString();
        ReadOnlySpan<byte> expression = reader.ReadCharacterString();
        return new DnsNaptrRecord(head)
        {
            Order = order,
            Preference = preference,
            Flags = DnsText.Decode(flags),
            Service = DnsText.Decode(service),
            Expression = DnsText.Decode(expression),
            Quoted = DnsText.Join(DnsText.Quote(flags), DnsText.Quote(service), DnsText.Quote(expression)),
            Host = reader.ReadName(),
        };
    }
}
