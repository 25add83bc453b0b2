namespace NetCmdlets;

/// <summary>The part of a DNS message that a record is in (RFC 1035, section 4.1).</summary>
public enum DnsSection
{
    /// <summary>What answers the question.</summary>
    Answer,

    /// <summary>Who is to be asked: the zone's name servers, or its SOA where there is no answer.</summary>
    Authority,

    /// <summary>What goes with the others: addresses of the servers they name.</summary>
    Additional,
}
