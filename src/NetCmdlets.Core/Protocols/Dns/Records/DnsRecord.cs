using System.Net;
using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>
/// A DNS resource record, and whose answer it is. Types with a shape of their own have properties of their own
/// (<see cref="DnsMxRecord"/>, <see cref="DnsSoaRecord"/>, …); what all have is here. Names have no last dot, but in
/// <see cref="Data"/>, which is in the form of zone files.
/// </summary>
public abstract record DnsRecord
{
    private protected DnsRecord(DnsRecordHead head)
    {
        Name = head.Name;
        Type = DnsRecordTypes.TextOf(head.Type);
        Class = DnsClasses.TextOf(head.Class);
        // The highest bit set means zero (RFC 2181, section 8).
        TimeToLive = TimeSpan.FromSeconds(head.TimeToLive > int.MaxValue ? 0 : head.TimeToLive);
        Section = head.Section;
    }

    /// <summary>What was asked for, as it was given; null where the record is of no answer.</summary>
    public string? Question { get; init; }

    /// <summary>The name that has the record, in ASCII: octets that are no printable characters are '\DDD'.</summary>
    public string Name { get; }

    /// <summary>The name with its internationalized labels in Unicode (RFC 5891).</summary>
    public string UnicodeName => DnsName.ToUnicode(Name);

    /// <summary>The type: 'A', 'MX', or 'TYPE65280' where it has no name here (RFC 3597).</summary>
    public string Type { get; }

    /// <summary>The class: 'IN' as a rule.</summary>
    public string Class { get; }

    /// <summary>For how long the record may be kept.</summary>
    public TimeSpan TimeToLive { get; }

    /// <summary>Where in the message the record was.</summary>
    public DnsSection Section { get; }

    /// <summary>The record's data as text, as in a zone file.</summary>
    public abstract string Data { get; }

    /// <summary>The server that answered; null where the record is of no answer.</summary>
    public IPEndPoint? Server { get; init; }

    /// <summary>Udp, or Tcp where the answer did not fit a datagram or TCP was asked for.</summary>
    public TransportProtocol? Protocol { get; init; }

    /// <summary>Whether the server answered out of its own zones (AA).</summary>
    public bool? Authoritative { get; init; }

    /// <summary>Whether the server says that it has verified the answer's signatures (AD; RFC 4035, 3.2.3).</summary>
    public bool? Authenticated { get; init; }

    /// <summary>How long the answer took, with repeated and repeated-over-TCP queries.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>The host or address that the record leads to: what goes on to other commands.</summary>
    private protected virtual string Leads => Data;

    /// <summary>The host or address that the record leads to; of other types the data.</summary>
    public sealed override string ToString() => Leads;

    /// <summary>The record with what is known of the answer that it is of.</summary>
    internal DnsRecord From(
        DnsMessage message, string question, IPEndPoint server, TransportProtocol protocol, TimeSpan elapsed)
        => this with
        {
            Question = question,
            Server = server,
            Protocol = protocol,
            Authoritative = message.Authoritative,
            Authenticated = message.Authenticated,
            Elapsed = elapsed,
        };
}
