using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>
/// A record that is one name: PTR, CNAME, NS or DNAME, and MB, MG, MR, MD or MF of old (RFC 1035, section 3.3; RFC 6672).
/// </summary>
public sealed record DnsHostRecord : DnsRecord
{
    private DnsHostRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>The name.</summary>
    public string Host { get; private init; } = "";

    /// <inheritdoc/>
    public override string Data => DnsName.Absolute(Host);

    private protected override string Leads => Host;

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader)
        => new DnsHostRecord(head) { Host = reader.ReadName() };
}
