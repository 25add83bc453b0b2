namespace NetCmdlets;

/// <summary>The historical class of an IPv4 address (RFC 791 section 2.3).</summary>
public enum AddressClass
{
    /// <summary>0.0.0.0 to 127.255.255.255: 8 bits of network, 24 of host.</summary>
    A,

    /// <summary>128.0.0.0 to 191.255.255.255: 16 bits of network, 16 of host.</summary>
    B,

    /// <summary>192.0.0.0 to 223.255.255.255: 24 bits of network, 8 of host.</summary>
    C,

    /// <summary>224.0.0.0 to 239.255.255.255: multicast groups (RFC 1112).</summary>
    D,

    /// <summary>240.0.0.0 to 255.255.255.255: reserved (RFC 1112 section 4).</summary>
    E,
}
