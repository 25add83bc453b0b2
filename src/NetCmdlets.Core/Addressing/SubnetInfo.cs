using System.Net;
using System.Net.Sockets;
using System.Numerics;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;

namespace NetCmdlets;

/// <summary>
/// Everything that an address and its prefix length tell of a network. Only the address and the length are kept:
/// every other property is worked out when it is read.
/// </summary>
public sealed class SubnetInfo : IEquatable<SubnetInfo>, IComparable<SubnetInfo>, IComparable
{
    private readonly AddressValue address;
    private readonly byte prefixLength;
    private readonly string? scopeId;

    /// <summary>Makes the description of an address and its network.</summary>
    /// <param name="address">The address with its prefix length; host bits are kept for <see cref="Address"/>.</param>
    /// <param name="scopeId">The scope id of an IPv6 address (RFC 4007), or null.</param>
    /// <param name="requestedHostCount">How many hosts the network was allocated for, where it was.</param>
    public SubnetInfo(PrefixedAddress address, string? scopeId = null, int? requestedHostCount = null)
    {
        this.address = address.Address;
        prefixLength = (byte)address.PrefixLength;
        this.scopeId = scopeId;
        RequestedHostCount = requestedHostCount;
    }

    /// <summary>Makes the description of a network.</summary>
    /// <param name="network">The network; it is its own <see cref="Address"/>.</param>
    /// <param name="requestedHostCount">How many hosts the network was allocated for, where it was.</param>
    public SubnetInfo(NetworkPrefix network, int? requestedHostCount = null)
        : this(new PrefixedAddress(network.FirstAddress, network.PrefixLength), null, requestedHostCount)
    {
    }

    /// <summary>The network in CIDR notation, such as 192.168.1.0/24.</summary>
    public string Cidr => Network.ToString();

    /// <summary>The address as it was given, host bits and scope id included.</summary>
    public string Address => scopeId is null ? address.ToString() : $"{address}%{scopeId}";

    /// <summary>The address with all host bits zero: address AND mask.</summary>
    public string NetworkAddress => Network.FirstAddress.ToString();

    /// <summary>The address with all host bits one. Null where there is none: IPv6, /31 and /32 (RFC 3021).</summary>
    public string? BroadcastAddress => address.IsIPv6 || prefixLength > 30 ? null : LastAddress;

    /// <summary>The number of leading bits that all addresses share.</summary>
    public int PrefixLength => prefixLength;

    /// <summary>The mask with the network's bits one.</summary>
    public string SubnetMask => Network.Mask.ToString();

    /// <summary>The mask with the host's bits one.</summary>
    public string WildcardMask => Network.Wildcard.ToString();

    /// <summary>The lowest address for a host.</summary>
    public string FirstHost => AddressClassification.HostRange(Network).First.ToString();

    /// <summary>The highest address for a host.</summary>
    public string LastHost => AddressClassification.HostRange(Network).Last.ToString();

    /// <summary>The number of addresses for hosts.</summary>
    public BigInteger HostCount => AddressClassification.HostCount(Network);

    /// <summary>The number of addresses: 2 to the power of the host bits.</summary>
    public BigInteger AddressCount => Network.AddressCount;

    /// <summary>The address family.</summary>
    public AddressFamily AddressFamily => address.AddressFamily;

    /// <summary>The historical class of the address; null for IPv6.</summary>
    public AddressClass? Class => AddressClassification.ClassOf(address);

    /// <summary>How far the network's addresses mean anything; null where they differ in that.</summary>
    public AddressScope? Scope => AddressScopes.Of(Network);

    /// <summary>What the IANA special-purpose registry says the whole network is for, or null.</summary>
    public string? SpecialPurpose => SpecialPurposeRegistry.Find(Network)?.Name;

    /// <summary>The document that gives the network its special purpose, such as 'RFC 1918', or null.</summary>
    public string? SpecialPurposeRfc => SpecialPurposeRegistry.Find(Network)?.Rfc;

    /// <summary>The address in binary, '|' between network and host bits.</summary>
    public string AddressBinary => AddressFormatter.Binary(address, prefixLength);

    /// <summary>The mask in binary, '|' between network and host bits.</summary>
    public string MaskBinary => AddressFormatter.Binary(Network.Mask, prefixLength);

    /// <summary>The network address in binary, '|' between network and host bits.</summary>
    public string NetworkBinary => AddressFormatter.Binary(Network.FirstAddress, prefixLength);

    /// <summary>
    /// The DNS zone of the network's PTR records: the smallest on an octet or nibble boundary that holds it, or the
    /// zone of RFC 2317 for IPv4 networks from /25 to /31.
    /// </summary>
    public string ReverseZone => AddressFormatter.ReverseZone(Network);

    /// <summary>The address with all host bits one, whether or not it is a broadcast address.</summary>
    public string LastAddress => Network.LastAddress.ToString();

    /// <summary>The network in full notation: all digits of all groups.</summary>
    public string Exploded => $"{AddressFormatter.Exploded(Network.FirstAddress)}/{prefixLength}";

    /// <summary>The network as address/mask.</summary>
    public string WithMask => $"{NetworkAddress}/{SubnetMask}";

    /// <summary>The network as address/wildcard mask.</summary>
    public string WithWildcard => $"{NetworkAddress}/{WildcardMask}";

    /// <summary>The default mask of the address's class; null for classes D and E and for IPv6.</summary>
    public string? ClassMask => ClassLength is int length
        ? NetworkPrefix.Containing(address, length).Mask.ToString()
        : null;

    /// <summary>How many networks the address's class has; null for classes D and E and for IPv6.</summary>
    public int? ClassNetworkCount => Class is AddressClass known ? AddressClassification.NetworkCount(known) : null;

    /// <summary>How many hosts a network of the class has; null for classes D and E and for IPv6.</summary>
    public int? ClassHostCount => Class is AddressClass known ? AddressClassification.HostCount(known) : null;

    /// <summary>Whether the Internet may reach none of the addresses; null where the registry has no answer.</summary>
    public bool? IsPrivate => AddressTraits.IsPrivate(Network);

    /// <summary>Whether the Internet may reach all of the addresses; null where the registry has no answer.</summary>
    public bool? IsGlobal => AddressTraits.IsGlobal(Network);

    /// <summary>Whether the network is reserved by the IETF for the future.</summary>
    public bool IsReserved => AddressTraits.IsReserved(Network);

    /// <summary>Whether the network is loopback.</summary>
    public bool IsLoopback => AddressTraits.IsLoopback(Network);

    /// <summary>Whether the network is link-local unicast.</summary>
    public bool IsLinkLocal => AddressTraits.IsLinkLocal(Network);

    /// <summary>Whether the network is multicast.</summary>
    public bool IsMulticast => AddressTraits.IsMulticast(Network);

    /// <summary>Address AND mask laid out in binary, three lines.</summary>
    public string BinaryAnd =>
        $"""
        Address     {AddressBinary}  {address}
        AND mask    {MaskBinary}  {SubnetMask}
        = network   {NetworkBinary}  {NetworkAddress}
        """;

    /// <summary>How many hosts Split-Subnet was asked to fit here: 0 for what was left free, null elsewhere.</summary>
    public int? RequestedHostCount { get; }

    private NetworkPrefix Network => NetworkPrefix.Containing(address, prefixLength);

    private int? ClassLength => Class is AddressClass known ? AddressClassification.DefaultPrefixLength(known) : null;

    /// <summary>Parses a network; an address alone has the mask of its class.</summary>
    /// <exception cref="NetException">The text is wrong; the message says what and what to write.</exception>
    public static SubnetInfo Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        AddressFault fault = TryParse(text, BareAddressMeaning.ClassNetwork, out SubnetInfo? info);
        return info ?? throw AddressFailure.ForSubnet(text, fault).ToException();
    }

    /// <summary>Parses a network.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bare">What an address without prefix length or mask means.</param>
    /// <param name="info">The description, or null where the text is wrong.</param>
    /// <returns>What is wrong with the text.</returns>
    public static AddressFault TryParse(ReadOnlySpan<char> text, BareAddressMeaning bare, out SubnetInfo? info)
    {
        AddressFault fault = PrefixParser.Parse(text, bare, out PrefixedAddress value, out ReadOnlySpan<char> scopeId);
        string? scope = scopeId.IsEmpty ? null : scopeId.ToString();
        info = fault == AddressFault.None ? new SubnetInfo(value, scope) : null;
        return fault;
    }

    /// <summary>The text of <see cref="Cidr"/>.</summary>
    public override string ToString() => Cidr;

    /// <inheritdoc/>
    public bool Equals(SubnetInfo? other) =>
        other is not null && address == other.address && prefixLength == other.prefixLength
        && scopeId == other.scopeId;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SubnetInfo);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(address, prefixLength);

    /// <summary>Compares by network (family, first address, larger network first), then by address.</summary>
    public int CompareTo(SubnetInfo? other)
    {
        if (other is null)
        {
            return 1;
        }

        int order = Network.CompareTo(other.Network);
        return order != 0 ? order : address.CompareTo(other.address);
    }

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is null ? 1 : CompareTo(obj as SubnetInfo
        ?? throw new ArgumentException($"A {obj.GetType().Name} is not a SubnetInfo.", nameof(obj)));

    /// <summary>Whether both describe the same address and network.</summary>
    public static bool operator ==(SubnetInfo? left, SubnetInfo? right) =>
        left is null ? right is null : left.Equals(right);

    /// <summary>Whether they describe different addresses or networks.</summary>
    public static bool operator !=(SubnetInfo? left, SubnetInfo? right) => !(left == right);

    /// <summary>Whether left sorts before right.</summary>
    public static bool operator <(SubnetInfo? left, SubnetInfo? right) => Compare(left, right) < 0;

    /// <summary>Whether left sorts before right or equals it.</summary>
    public static bool operator <=(SubnetInfo? left, SubnetInfo? right) => Compare(left, right) <= 0;

    /// <summary>Whether left sorts after right.</summary>
    public static bool operator >(SubnetInfo? left, SubnetInfo? right) => Compare(left, right) > 0;

    /// <summary>Whether left sorts after right or equals it.</summary>
    public static bool operator >=(SubnetInfo? left, SubnetInfo? right) => Compare(left, right) >= 0;

    private static int Compare(SubnetInfo? left, SubnetInfo? right) =>
        left is null ? (right is null ? 0 : -1) : left.CompareTo(right);
}
