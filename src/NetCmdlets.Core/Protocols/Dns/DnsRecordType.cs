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

    /// <summary>A mail destination; MX has taken its place (RFC 1035).</summary>
    MD = 3,

    /// <summary>A mail forwarder; MX has taken its place (RFC 1035).</summary>
    MF = 4,

    /// <summary>The name that this one is an alias of (RFC 1035).</summary>
    CNAME = 5,

    /// <summary>The start of a zone (RFC 1035).</summary>
    SOA = 6,

    /// <summary>The host of a mailbox (RFC 1035).</summary>
    MB = 7,

    /// <summary>A member of a mail group (RFC 1035).</summary>
    MG = 8,

    /// <summary>The new name of a mailbox (RFC 1035).</summary>
    MR = 9,

    /// <summary>Anything (RFC 1035).</summary>
    NULL = 10,

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

    /// <summary>An address of an X.25 network (RFC 1183).</summary>
    X25 = 19,

    /// <summary>An address of ISDN (RFC 1183).</summary>
    ISDN = 20,

    /// <summary>A host that hands on for one without a link of its own (RFC 1183).</summary>
    RT = 21,

    /// <summary>A signature, of DNSSEC before RRSIG and of transactions (RFC 2931).</summary>
    SIG = 24,

    /// <summary>A key, of DNSSEC before DNSKEY (RFC 2535).</summary>
    KEY = 25,

    /// <summary>How X.400 addresses map to names (RFC 2163).</summary>
    PX = 26,

    /// <summary>A place on the earth, before LOC (RFC 1712).</summary>
    GPOS = 27,

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

    /// <summary>A certificate (RFC 4398).</summary>
    CERT = 37,

    /// <summary>An alias of a whole subtree (RFC 6672).</summary>
    DNAME = 39,

    /// <summary>EDNS's own record; never asked for (RFC 6891).</summary>
    OPT = 41,

    /// <summary>Lists of networks (RFC 3123).</summary>
    APL = 42,

    /// <summary>The digest of a child zone's key (RFC 4034).</summary>
    DS = 43,

    /// <summary>The fingerprint of an SSH host key (RFC 4255).</summary>
    SSHFP = 44,

    /// <summary>A key of IPsec (RFC 4025).</summary>
    IPSECKEY = 45,

    /// <summary>A signature (RFC 4034).</summary>
    RRSIG = 46,

    /// <summary>Proof of what does not exist (RFC 4034).</summary>
    NSEC = 47,

    /// <summary>A key of a zone (RFC 4034).</summary>
    DNSKEY = 48,

    /// <summary>Which DHCP client has the name (RFC 4701).</summary>
    DHCID = 49,

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

    /// <summary>An OpenPGP key of a mail user (RFC 7929).</summary>
    OPENPGPKEY = 61,

    /// <summary>What a parent is to copy from its child (RFC 7477).</summary>
    CSYNC = 62,

    /// <summary>The digest of a whole zone (RFC 8976).</summary>
    ZONEMD = 63,

    /// <summary>Where and how a service is reached (RFC 9460).</summary>
    SVCB = 64,

    /// <summary>SVCB of a web server (RFC 9460).</summary>
    HTTPS = 65,

    /// <summary>Sender policy, in TXT's form; TXT has taken its place (RFC 7208).</summary>
    SPF = 99,

    /// <summary>A node's identifier (RFC 6742).</summary>
    NID = 104,

    /// <summary>A locator of 32 bits (RFC 6742).</summary>
    L32 = 105,

    /// <summary>A locator of 64 bits (RFC 6742).</summary>
    L64 = 106,

    /// <summary>A name that has locators (RFC 6742).</summary>
    LP = 107,

    /// <summary>A hardware address of 48 bits (RFC 7043).</summary>
    EUI48 = 108,

    /// <summary>A hardware address of 64 bits (RFC 7043).</summary>
    EUI64 = 109,

    /// <summary>A whole zone; takes TCP (RFC 5936).</summary>
    AXFR = 252,

    /// <summary>All types that a name has (RFC 1035); many servers answer with one of them only (RFC 8482).</summary>
    ANY = 255,

    /// <summary>A URI (RFC 7553).</summary>
    URI = 256,

    /// <summary>Who may issue certificates (RFC 8659).</summary>
    CAA = 257,

    /// <summary>What a resolver can do (RFC 9606).</summary>
    RESINFO = 261,

    /// <summary>A DS outside the tree (RFC 4431).</summary>
    DLV = 32769,
}
