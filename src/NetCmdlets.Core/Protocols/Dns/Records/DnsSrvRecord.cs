using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>SRV: where a service is (RFC 2782).</summary>
public sealed record DnsSrvRecord : DnsRecord
{
    private DnsSrvRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>The lower goes first.</summary>
    public int Priority { get; private init; }

    /// <summary>How often to choose it among those of its priority.</summary>
    public int Weight { get; private init; }

    /// <summary>The port.</summary>
    public int Port { get; private init; }

    /// <summary>The host; '.' where the service is not to be had.</summary>
    public string Host { get; private init; } = "";

    /// <inheritdoc/>
    public override string Data => DnsText.Join(Priority, Weight, Port, DnsName.Absolute(Host));

    private protected override string Leads => Host;

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader) => new DnsSrvRecord(head)
    {
        Priority = reader.ReadUInt16(),
        Weight = reader.ReadUInt16(),
        Port = reader.ReadUInt16(),
        Host = reader.ReadName(),
    };
}
