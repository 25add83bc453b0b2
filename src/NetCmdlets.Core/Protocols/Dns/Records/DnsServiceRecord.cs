using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>SVCB or HTTPS: where and how a service is reached (RFC 9460, section 2.2).</summary>
public sealed record DnsServiceRecord : DnsRecord
{
    private DnsServiceRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>0 for an alias; otherwise the lower goes first.</summary>
    public int Priority { get; private init; }

    /// <summary>The host; '.' for the record's own name.</summary>
    public string Host { get; private init; } = "";

    /// <summary>The parameters: 'alpn="h2,h3"', 'port=8443'.</summary>
    public string[] Parameters { get; private init; } = [];

    /// <inheritdoc/>
    public override string Data
        => string.Join(' ', [DnsText.Number(Priority), DnsName.Absolute(Host), .. Parameters]);

    private protected override string Leads => Host;

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader) => new DnsServiceRecord(head)
    {
        Priority = reader.ReadUInt16(),
        Host = reader.ReadName(),
        Parameters = DnsServiceParameters.Read(ref reader),
    };
}
