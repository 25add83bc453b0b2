namespace NetCmdlets.Addressing;

/// <summary>Which network an address means that is written without a prefix length or mask.</summary>
public enum BareAddressMeaning
{
    /// <summary>The network of that one address: /32 or /128, as in Python's ipaddress.</summary>
    Host,

    /// <summary>
    /// The network of the address's class: /8 for class A, /16 for B, /24 for C (RFC 791 section 2.3); /32 for
    /// classes D and E, which have no networks, and /128 for IPv6.
    /// </summary>
    ClassNetwork,
}
