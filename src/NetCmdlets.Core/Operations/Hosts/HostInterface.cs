using System.Net.NetworkInformation;
using NetCmdlets.Addressing;

namespace NetCmdlets;

/// <summary>A network interface of this host.</summary>
public sealed record HostInterface
{
    /// <summary>The system's name ('eth0', 'Ethernet').</summary>
    public required string Name { get; init; }

    /// <summary>The system's number, from 1; the scope id of link-local addresses.</summary>
    public required int Index { get; init; }

    /// <summary>
    /// What the system or an administrator says of it; on Linux its alias, or what made it ('veth', 'bridge').
    /// </summary>
    public string? Description { get; init; }

    /// <summary>The type of its link.</summary>
    public NetworkInterfaceType Type { get; init; }

    /// <summary>Whether it can carry packets now.</summary>
    public InterfaceStatus Status { get; init; }

    /// <summary>Whether it is switched on, with or without a link; null where the system does not tell.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>Its hardware address ('02:00:5e:10:00:01'); null where it has none.</summary>
    public string? PhysicalAddress { get; init; }

    /// <summary>The largest packet, in octets; null where it is not known.</summary>
    public int? Mtu { get; init; }

    /// <summary>Bits a second; null where it is not known.</summary>
    public long? Speed { get; init; }

    /// <summary>Its IPv4 addresses with their prefix lengths ('192.0.2.5/24').</summary>
    public IReadOnlyList<string> IPv4Address { get; init; } = [];

    /// <summary>
    /// Its IPv6 addresses with their prefix lengths; link-local ones with their scope ('fe80::1%eth0/64').
    /// </summary>
    public IReadOnlyList<string> IPv6Address { get; init; } = [];

    /// <summary>The routers of its default routes, the best first.</summary>
    public IReadOnlyList<string> Gateway { get; init; } = [];

    /// <summary>The name servers; on Linux those of the whole system.</summary>
    public IReadOnlyList<string> DnsServer { get; init; } = [];

    /// <summary>Whether it leads back to this host.</summary>
    public bool IsLoopback { get; init; }

    /// <summary>Whether it has one other end and no more.</summary>
    public bool IsPointToPoint { get; init; }

    /// <summary>Whether it can send to groups.</summary>
    public bool SupportsMulticast { get; init; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;

    /// <summary>All its addresses, to reckon with.</summary>
    internal IEnumerable<PrefixedAddress> Networks()
        => IPv4Address.Concat(IPv6Address).Select(text => PrefixedAddress.Parse(text));
}
