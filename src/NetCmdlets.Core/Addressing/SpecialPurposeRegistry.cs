using System.Collections.Immutable;

namespace NetCmdlets.Addressing;

/// <summary>
/// The IANA IPv4 and IPv6 special-purpose address registries, as of 2025. Flags are those of RFC 6890 section 2.2.1:
/// S(ource), D(estination), F(orwardable), G(lobally reachable), R(eserved by protocol); '-' is false and '?' is a
/// registry entry that says "N/A".
/// </summary>
public static class SpecialPurposeRegistry
{
    private const string SharedAddressSpace = "Shared Address Space";

    private static readonly ImmutableArray<SpecialPurposeEntry> IPv4 =
    [
        Entry("0.0.0.0/8", "This network", "RFC 791", "S---R"),
        Entry("0.0.0.0/32", "This host on this network", "RFC 1122", "S---R"),
        Entry("10.0.0.0/8", "Private-Use", "RFC 1918", "SDF--"),
        Entry("100.64.0.0/10", SharedAddressSpace, "RFC 6598", "SDF--"),
        Entry("127.0.0.0/8", "Loopback", "RFC 1122", "----R"),
        Entry("169.254.0.0/16", "Link Local", "RFC 3927", "SD--R"),
        Entry("172.16.0.0/12", "Private-Use", "RFC 1918", "SDF--"),
        Entry("192.0.0.0/24", "IETF Protocol Assignments", "RFC 6890", "-----"),
        Entry("192.0.0.0/29", "IPv4 Service Continuity Prefix", "RFC 7335", "SDF--"),
        Entry("192.0.0.8/32", "IPv4 dummy address", "RFC 7600", "S----"),
        Entry("192.0.0.9/32", "Port Control Protocol Anycast", "RFC 7723", "SDFG-"),
        Entry("192.0.0.10/32", "Traversal Using Relays around NAT Anycast", "RFC 8155", "SDFG-"),
        Entry("192.0.0.170/32", "NAT64/DNS64 Discovery", "RFC 8880", "----R"),
        Entry("192.0.0.171/32", "NAT64/DNS64 Discovery", "RFC 8880", "----R"),
        Entry("192.0.2.0/24", "Documentation (TEST-NET-1)", "RFC 5737", "-----"),
        Entry("192.31.196.0/24", "AS112-v4", "RFC 7535", "SDFG-"),
        Entry("192.52.193.0/24", "AMT", "RFC 7450", "SDFG-"),
        Entry("192.88.99.0/24", "Deprecated (6to4 Relay Anycast)", "RFC 7526", "????-"),
        Entry("192.88.99.2/32", "6a44-relay anycast address", "RFC 6751", "SDF--"),
        Entry("192.168.0.0/16", "Private-Use", "RFC 1918", "SDF--"),
        Entry("192.175.48.0/24", "Direct Delegation AS112 Service", "RFC 7534", "SDFG-"),
        Entry("198.18.0.0/15", "Benchmarking", "RFC 2544", "SDF--"),
        Entry("198.51.100.0/24", "Documentation (TEST-NET-2)", "RFC 5737", "-----"),
        Entry("203.0.113.0/24", "Documentation (TEST-NET-3)", "RFC 5737", "-----"),
        Entry("240.0.0.0/4", "Reserved", "RFC 1112", "----R"),
        Entry("255.255.255.255/32", "Limited Broadcast", "RFC 919", "-D--R"),
    ];

    private static readonly ImmutableArray<SpecialPurposeEntry> IPv6 =
    [
        Entry("::/128", "Unspecified Address", "RFC 4291", "S---R"),
        Entry("::1/128", "Loopback Address", "RFC 4291", "----R"),
        Entry("::ffff:0:0/96", "IPv4-mapped Address", "RFC 4291", "----R"),
        Entry("64:ff9b::/96", "IPv4-IPv6 Translation", "RFC 6052", "SDFG-"),
        Entry("64:ff9b:1::/48", "IPv4-IPv6 Translation", "RFC 8215", "SDF--"),
        Entry("100::/64", "Discard-Only Address Block", "RFC 6666", "SDF--"),
        Entry("100:0:0:1::/64", "Dummy IPv6 Prefix", "RFC 9780", "S----"),
        Entry("2001::/23", "IETF Protocol Assignments", "RFC 2928", "-----"),
        Entry("2001::/32", "TEREDO", "RFC 4380", "SDF?-"),
        Entry("2001:1::1/128", "Port Control Protocol Anycast", "RFC 7723", "SDFG-"),
        Entry("2001:1::2/128", "Traversal Using Relays around NAT Anycast", "RFC 8155", "SDFG-"),
        Entry("2001:1::3/128", "DNS-SD Service Registration Protocol Anycast", "RFC 9665", "SDFG-"),
        Entry("2001:2::/48", "Benchmarking", "RFC 5180", "SDF--"),
        Entry("2001:3::/32", "AMT", "RFC 7450", "SDFG-"),
        Entry("2001:4:112::/48", "AS112-v6", "RFC 7535", "SDFG-"),
        Entry("2001:10::/28", "Deprecated (previously ORCHID)", "RFC 4843", "????-"),
        Entry("2001:20::/28", "ORCHIDv2", "RFC 7343", "SDFG-"),
        Entry("2001:30::/28", "Drone Remote ID Protocol Entity Tags (DETs) Prefix", "RFC 9374", "SDFG-"),
        Entry("2001:db8::/32", "Documentation", "RFC 3849", "-----"),
        Entry("2002::/16", "6to4", "RFC 3056", "SDF?-"),
        Entry("2620:4f:8000::/48", "Direct Delegation AS112 Service", "RFC 7534", "SDFG-"),
        Entry("3fff::/20", "Documentation", "RFC 9637", "-----"),
        Entry("5f00::/16", "Segment Routing (SRv6) SIDs", "RFC 9602", "SDF--"),
        Entry("fc00::/7", "Unique-Local", "RFC 4193", "SDF--"),
        Entry("fe80::/10", "Link-Local Unicast", "RFC 4291", "SD--R"),
    ];

    // An entry stands before the entries within it, so the last that fits is the most specific.
    private static readonly (NetworkPrefix Network, SpecialPurposeEntry Entry)[] Entries =
        [.. IPv4.Concat(IPv6).Select(static entry => (NetworkPrefix.Parse(entry.Network), entry))];

    /// <summary>Every entry of both registries, in order of address.</summary>
    public static ImmutableArray<SpecialPurposeEntry> All { get; } = IPv4.AddRange(IPv6);

    /// <summary>The most specific entry that an address is in, or null.</summary>
    public static SpecialPurposeEntry? Find(AddressValue address) =>
        Find(NetworkPrefix.Containing(address, address.Width));

    /// <summary>The most specific entry that holds a whole network, or null.</summary>
    public static SpecialPurposeEntry? Find(NetworkPrefix network)
    {
        SpecialPurposeEntry? found = null;
        foreach ((NetworkPrefix range, SpecialPurposeEntry entry) in Entries)
        {
            found = range.Contains(network) ? entry : found;
        }

        return found;
    }

    /// <summary>
    /// Whether the whole Internet may reach every address of a network. Null where the registry has no answer; true
    /// for what is in no entry, as in Python's ipaddress.
    /// </summary>
    public static bool? IsGloballyReachable(NetworkPrefix network)
    {
        bool? whole = Find(network) is SpecialPurposeEntry holder ? holder.GloballyReachable : true;
        foreach ((NetworkPrefix range, SpecialPurposeEntry entry) in Entries)
        {
            if (range != network && network.Contains(range) && entry.GloballyReachable != whole)
            {
                return false;
            }
        }

        return whole;
    }

    /// <summary>
    /// Whether the Internet may reach no address of a network. Null where the registry has no answer. Shared address
    /// space (100.64.0.0/10) is neither private nor global, as in Python's ipaddress.
    /// </summary>
    public static bool? IsPrivate(NetworkPrefix network)
    {
        if (Find(network) is not SpecialPurposeEntry holder || holder.Name == SharedAddressSpace)
        {
            return false;
        }

        foreach ((NetworkPrefix range, SpecialPurposeEntry entry) in Entries)
        {
            if (network.Contains(range) && entry.GloballyReachable == true)
            {
                return false;
            }
        }

        return !holder.GloballyReachable;
    }

    private static SpecialPurposeEntry Entry(string network, string name, string rfc, string flags) =>
        new(network, name, rfc, Flag(flags[0]), Flag(flags[1]), Flag(flags[2]), Flag(flags[3]), flags[4] == 'R');

    private static bool? Flag(char flag) => flag switch
    {
        '?' => null,
        '-' => false,
        _ => true,
    };
}
