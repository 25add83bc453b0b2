namespace NetCmdlets;

/// <summary>
/// How far an address means anything: the multicast and unicast scopes of RFC 4007 and RFC 7346, with the IPv4
/// ranges that correspond to them.
/// </summary>
public enum AddressScope
{
    /// <summary>No address yet: 0.0.0.0/8, ::.</summary>
    Unspecified,

    /// <summary>This host only: 127.0.0.0/8, ::1, ff01::/16.</summary>
    Host,

    /// <summary>This link only: 169.254.0.0/16, 224.0.0.0/24, 255.255.255.255, fe80::/10, ff02::/16.</summary>
    LinkLocal,

    /// <summary>A realm of links, as the link technology defines it: ff03::/16 (RFC 7346).</summary>
    RealmLocal,

    /// <summary>The smallest scope that an administrator draws: ff04::/16.</summary>
    AdminLocal,

    /// <summary>One site: fec0::/10 (deprecated by RFC 3879), ff05::/16, 239.255.0.0/16 (RFC 2365).</summary>
    SiteLocal,

    /// <summary>The sites of one organisation: ff08::/16, 239.192.0.0/14 (RFC 2365).</summary>
    OrganizationLocal,

    /// <summary>A private network: RFC 1918, shared address space (RFC 6598), unique local (RFC 4193).</summary>
    Private,

    /// <summary>The Internet.</summary>
    Global,

    /// <summary>Not for use on a network: documentation, benchmarking, discard-only, reserved for the future.</summary>
    Reserved,
}
