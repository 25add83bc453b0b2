using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>URI: where a service is, as a URI (RFC 7553).</summary>
public sealed record DnsUriRecord : DnsRecord
{
    private DnsUriRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>The lower goes first.</summary>
    public int Priority { get; private init; }

    /// <summary>How often to choose it among those of its priority.</summary>
    public int Weight { get; private init; }

    /// <summary>The URI.</summary>
    public string Target { get; private init; } = "";

    /// <inheritdoc/>
    public override string Data => DnsText.Join(Priority, Weight, Quoted);

    private string Quoted { get; init; } = "";

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader)
    {
        ushort priority = reader.ReadUInt16();
        ushort weight = reader.ReadUInt16();
        ReadOnlySpan<byte> target = reader.ReadRest();
        return new DnsUriRecord(head)
        {
            Priority = priority,
            Weight = weight,
            Target = DnsText.Decode(target),
            Quoted = DnsText.Quote(target),
        };
    }
}
