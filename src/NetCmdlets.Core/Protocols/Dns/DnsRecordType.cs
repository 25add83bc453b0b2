using System.Diagnostics.CodeAnalysis;

namespace NetCmdlets.Protocols.Dns;

/// <summary>
/// Types of resource records, by their numbers (IANA, 'Domain Name System (DNS) Parameters'). Any other number is a
/// type, too, written TYPE65280 (RFC 3597, section 5).
/// </summary>
[SuppressMessage("Naming", "CA1720", Justification = "PTR is the registered name of a type of records.")]
public enum DnsRecordType
{
    /// <summary>No type.</summary>
    None = 0,

    /// <summary>An IPv4 address (RFC 1035).</summary>
    A = 1,

    /// <summary>A name server of a zone (RFC 1035).</summary>
    NS = 2,

    /// <summary>The name that this one is an alias of (RFC 1035).</summary>
    CNAME = 5,

    /// <summary>The start of a zone (RFC 1035).</summary>
    SOA = 6,

    /// <summary>A name, of an address as a rule (RFC 1035).</summary>
    PTR = 12,

    /// <summary>Processor and system of a host (RFC 1035), or the short answer to ANY (RFC 8482).</summary>
    HINFO = 13,

    /// <summary>Two mailboxes of a list (RFC 1035).</summary>
    MINFO = 14,

    /// <summary>A mail exchanger (RFC 1035).</summary>
    MX = 15,

    /// <summary>Text (RFC 1035).</summary>
    TXT = 16,

    /// <summary>The person responsible (RFC 1183).</summary>
    RP = 17,

    /// <summary>A server of an AFS cell (RFC 1183).</summary>
    AFSDB = 18,

    /// <summary>An IPv6 address (RFC 3596).</summary>
    AAAA = 28,

    /// <summary>A place on the earth (RFC 1876).</summary>
    LOC = 29,

    /// <summary>A server of a service (RFC 2782).</summary>
    SRV = 33,

    /// <summary>A rule to rewrite names (RFC 3403).</summary>
    NAPTR = 35,

    /// <summary>A key exchanger (RFC 2230).</summary>
    KX = 36,

    /// <summary>An alias of a whole subtree (RFC 6672).</summary>
    DNAME = 39,

    /// <summary>EDNS's own record; never asked for (RFC 6891).</summary>
    OPT = 41,

    /// <summary>The digest of a child zone's key (RFC 4034).</summary>
    DS = 43,

    /// <summary>The fingerprint of an SSH host key (RFC 4255).</summary>
    SSHFP = 44,

    /// <summary>A signature (RFC 4034).</summary>
    RRSIG = 46,

    /// <summary>Proof of what does not exist (RFC 4034).</summary>
    NSEC = 47,

    /// <summary>A key of a zone (RFC 4034).</summary>
    DNSKEY = 48,

    /// <summary>Proof of what does not exist, hashed (RFC 5155).</summary>
    NSEC3 = 50,

    /// <summary>How a zone's NSEC3 are hashed (RFC 5155).</summary>
    NSEC3PARAM = 51,

    /// <summary>The certificate of a TLS server (RFC 6698).</summary>
    TLSA = 52,

    /// <summary>The certificate of a mail user (RFC 8162).</summary>
    SMIMEA = 53,

    /// <summary>A DS that a child asks its parent for (RFC 7344).</summary>
    CDS = 59,

    /// <summary>A DNSKEY that a child asks its parent to make a DS of (RFC 7344).</summary>
    CDNSKEY = 60,

    /// <summary>Where and how a service is reached (RFC 9460).</summary>
    SVCB = 64,

    /// <summary>SVCB of a web server (RFC 9460).</summary>
    HTTPS = 65,

    /// <summary>Sender policy, in TXT's form; TXT has taken its place (RFC 7208).</summary>
    SPF = 99,

    /// <summary>A whole zone; takes TCP (RFC 5936).</summary>
    AXFR = 252,

    /// <summary>All types that a name has (RFC 1035); many servers answer with one of them only (RFC 8482).</summary>
    ANY = 255,

    /// <summary>A URI (RFC 7553).</summary>
    URI = 256,

    /// <summary>Who may issue certificates (RFC 8659).</summary>
    CAA = 257,
}
