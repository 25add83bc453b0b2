using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>SOA: the start of a zone (RFC 1035, section 3.3.13).</summary>
/// <remarks>
/// <code>
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// /                     MNAME                     /
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// /                     RNAME                     /
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// |   SERIAL, REFRESH, RETRY, EXPIRE, MINIMUM     |
/// |                (32 bits each)                 |
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// </code>
/// </remarks>
public sealed record DnsSoaRecord : DnsRecord
{
    private DnsSoaRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>The zone's primary name server.</summary>
    public string Host { get; private init; } = "";

    /// <summary>The mailbox of who is responsible, with a dot in the place of '@'.</summary>
    public string Mailbox { get; private init; } = "";

    /// <summary>The zone's version.</summary>
    public long Serial { get; private init; }

    /// <summary>How long a secondary waits before it looks again.</summary>
    public TimeSpan Refresh { get; private init; }

    /// <summary>How long it waits where that failed.</summary>
    public TimeSpan Retry { get; private init; }

    /// <summary>After how long without success it stops to answer.</summary>
    public TimeSpan Expire { get; private init; }

    /// <summary>For how long the answer that something is not there may be kept, at the most (RFC 2308).</summary>
    public TimeSpan Minimum { get; private init; }

    /// <summary>For how long this answer that something is not there may be kept (RFC 2308, section 5).</summary>
    internal TimeSpan NegativeTimeToLive => Minimum < TimeToLive ? Minimum : TimeToLive;

    /// <inheritdoc/>
    public override string Data => DnsText.Join(
        DnsName.Absolute(Host),
        DnsName.Absolute(Mailbox),
        Serial,
        (long)Refresh.TotalSeconds,
        (long)Retry.TotalSeconds,
        (long)Expire.TotalSeconds,
        (long)Minimum.TotalSeconds);

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader) => new DnsSoaRecord(head)
    {
        Host = reader.ReadName(),
        Mailbox = reader.ReadName(),
        Serial = reader.ReadUInt32(),
        Refresh = TimeSpan.FromSeconds(reader.ReadUInt32()),
        Retry = TimeSpan.FromSeconds(reader.ReadUInt32()),
        Expire = TimeSpan.FromSeconds(reader.ReadUInt32()),
        Minimum = TimeSpan.FromSeconds(reader.ReadUInt32()),
    };
}
