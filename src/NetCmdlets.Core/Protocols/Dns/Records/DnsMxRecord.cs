using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>
/// A host with a preference: MX (RFC 1035, section 3.3.9), and AFSDB, RT (RFC 1183), KX (RFC 2230) and LP (RFC 6742), which
/// have its form.
/// </summary>
/// <remarks>
/// <code>
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// |                  PREFERENCE                   |
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// /                   EXCHANGE                    /
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// </code>
/// </remarks>
public sealed record DnsMxRecord : DnsRecord
{
    private DnsMxRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>The lower goes first; of AFSDB the subtype.</summary>
    public int Preference { get; private init; }

    /// <summary>The host; '.' where the domain takes no mail (RFC 7505).</summary>
    public string Host { get; private init; } = "";

    /// <inheritdoc/>
    public override string Data => DnsText.Join(Preference, DnsName.Absolute(Host));

    private protected override string Leads => Host;

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader)
        => new DnsMxRecord(head) { Preference = reader.ReadUInt16(), Host = reader.ReadName() };
}
