using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>
/// Two names: RP, a mailbox and where text about it is (RFC 1183), or MINFO, two mailboxes (RFC 1035).
/// </summary>
public sealed record DnsMailboxRecord : DnsRecord
{
    private DnsMailboxRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>The mailbox, with a dot in the place of '@'.</summary>
    public string Mailbox { get; private init; } = "";

    /// <summary>Of RP the name that has TXT about it, of MINFO the mailbox for errors.</summary>
    public string Host { get; private init; } = "";

    /// <inheritdoc/>
    public override string Data => DnsText.Join(DnsName.Absolute(Mailbox), DnsName.Absolute(Host));

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader)
        => new DnsMailboxRecord(head) { Mailbox = reader.ReadName(), Host = reader.ReadName() };
}
