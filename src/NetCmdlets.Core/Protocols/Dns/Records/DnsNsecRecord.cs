using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>NSEC: the next name of a zone and the types of this one (RFC 4034, section 4.1).</summary>
public sealed record DnsNsecRecord : DnsRecord
{
    private DnsNsecRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>The next name that there is.</summary>
    public string Host { get; private init; } = "";

    /// <summary>The types of records that the name has.</summary>
    public string[] Types { get; private init; } = [];

    /// <inheritdoc/>
    public override string Data => string.Join(' ', [DnsName.Absolute(Host), .. Types]);

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader)
        => new DnsNsecRecord(head) { Host = reader.ReadName(), Types = DnsTypeBitmap.Read(ref reader) };
}
