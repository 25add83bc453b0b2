using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Numerics;
using NetCmdlets.Addressing;

namespace NetCmdlets;

/// <summary>
/// Everything that an address tells by itself. Only the address is kept: every other property is worked out when it
/// is read. An IPv4-mapped IPv6 address answers the yes-or-no questions as its IPv4 address does.
/// </summary>
public sealed class AddressInfo : IEquatable<AddressInfo>
{
    private readonly AddressValue value;

    /// <summary>Makes the description of an address.</summary>
    /// <param name="value">The address.</param>
    /// <param name="scopeId">The scope id of an IPv6 address (RFC 4007), or null.</param>
    public AddressInfo(AddressValue value, string? scopeId = null)
    {
        this.value = value;
        ScopeId = scopeId;
    }

    /// <summary>The address in canonical notation (RFC 5952), with its scope id.</summary>
    public string Address => ScopeId is null ? Compressed : $"{Compressed}%{ScopeId}";

    /// <summary>The address family.</summary>
    public AddressFamily AddressFamily => value.AddressFamily;

    /// <summary>The shortest notation (RFC 5952), without the scope id.</summary>
    public string Compressed => value.ToString();

    /// <summary>The longest notation: all digits of all groups.</summary>
    public string Exploded => AddressFormatter.Exploded(value);

    /// <summary>The address as an unsigned integer.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The integer of an address has no other name.")]
    public BigInteger Integer => value.Bits;

    /// <summary>The address as '0x' and 8 or 32 hexadecimal digits.</summary>
    public string Hex => AddressFormatter.Hex(value);

    /// <summary>The address in binary, an octet between dots or a group between colons.</summary>
    public string Binary => AddressFormatter.Binary(value);

    /// <summary>The historical class; null for IPv6.</summary>
    public AddressClass? Class => AddressClassification.ClassOf(value);

    /// <summary>How far the address means anything.</summary>
    public AddressScope Scope => AddressScopes.Of(value);

    /// <summary>What the IANA special-purpose registry says the address is for, or null.</summary>
    public string? SpecialPurpose => Entry?.Name;

    /// <summary>The document that gives the address its special purpose, such as 'RFC 1918', or null.</summary>
    public string? SpecialPurposeRfc => Entry?.Rfc;

    /// <summary>The registry's entry that the address is in, in CIDR notation, or null.</summary>
    public string? SpecialPurposeNetwork => Entry?.Network;

    /// <summary>Whether the registry lets it be a datagram's source; null where it has no entry or no answer.</summary>
    public bool? IsSource => Entry?.Source;

    /// <summary>Whether the registry lets it be a destination; null where it has no entry or no answer.</summary>
    public bool? IsDestination => Entry?.Destination;

    /// <summary>Whether the registry lets routers forward it; null where it has no entry or no answer.</summary>
    public bool? IsForwardable => Entry?.Forwardable;

    /// <summary>Whether every implementation of IP must treat it so; null where the registry has no entry.</summary>
    public bool? IsReservedByProtocol => Entry?.ReservedByProtocol;

    /// <summary>The name of the address's PTR record (RFC 1035 section 3.5, RFC 3596 section 2.5).</summary>
    public string ReversePointer => AddressFormatter.ReversePointer(value);

    /// <summary>Whether the Internet may not reach it; null where the registry has no answer.</summary>
    public bool? IsPrivate => AddressTraits.IsPrivate(Host);

    /// <summary>Whether the Internet may reach it; null where the registry has no answer.</summary>
    public bool? IsGlobal => AddressTraits.IsGlobal(Host);

    /// <summary>Whether it is reserved by the IETF for the future.</summary>
    public bool IsReserved => AddressTraits.IsReserved(Host);

    /// <summary>Whether it is loopback: 127.0.0.0/8, ::1.</summary>
    public bool IsLoopback => AddressTraits.IsLoopback(Host);

    /// <summary>Whether it is link-local unicast: 169.254.0.0/16, fe80::/10.</summary>
    public bool IsLinkLocal => AddressTraits.IsLinkLocal(Host);

    /// <summary>Whether it is site-local unicast, fec0::/10, which RFC 3879 deprecates.</summary>
    public bool IsSiteLocal => AddressTraits.IsSiteLocal(Host);

    /// <summary>Whether it is multicast: 224.0.0.0/4, ff00::/8.</summary>
    public bool IsMulticast => AddressTraits.IsMulticast(Host);

    /// <summary>Whether it is the unspecified address: 0.0.0.0, ::.</summary>
    public bool IsUnspecified => AddressTraits.IsUnspecified(Host);

    /// <summary>The IPv4 address of an IPv4-mapped one (RFC 4291 section 2.5.5.2), or null.</summary>
    public string? Ipv4Mapped => EmbeddedAddress.MappedOf(value)?.ToString();

    /// <summary>The IPv4 address of a 6to4 one (RFC 3056), or null.</summary>
    public string? SixToFour => EmbeddedAddress.SixToFourOf(value)?.ToString();

    /// <summary>The server and client of a Teredo address (RFC 4380) as one text, or null.</summary>
    public string? Teredo => EmbeddedAddress.TeredoOf(value)?.ToString();

    /// <summary>The IPv4 address of a Teredo address's server, or null.</summary>
    public string? TeredoServer => EmbeddedAddress.TeredoOf(value)?.Server.ToString();

    /// <summary>The public IPv4 address of a Teredo address's client, or null.</summary>
    public string? TeredoClient => EmbeddedAddress.TeredoOf(value)?.Client.ToString();

    /// <summary>The public UDP port of a Teredo address's client, or null.</summary>
    public int? TeredoPort => EmbeddedAddress.TeredoOf(value)?.Port;

    /// <summary>The scope id of an IPv6 address: an interface's name or index (RFC 4007), or null.</summary>
    public string? ScopeId { get; }

    /// <summary>The IPv4 address that a NAT64 translates to (RFC 6052), or null.</summary>
    public string? Nat64 => EmbeddedAddress.Nat64Of(value)?.ToString();

    /// <summary>The hardware address in a modified EUI-64 identifier (RFC 4291 appendix A), or null.</summary>
    public string? HardwareAddress => EmbeddedAddress.HardwareAddressOf(value);

    /// <summary>The default mask of the class; null for classes D and E and for IPv6.</summary>
    public string? ClassMask => ClassLength is int length
        ? NetworkPrefix.Containing(value, length).Mask.ToString()
        : null;

    /// <summary>The network of the class that the address is in; null for classes D and E and for IPv6.</summary>
    public string? ClassNetwork => ClassLength is int length
        ? NetworkPrefix.Containing(value, length).ToString()
        : null;

    /// <summary>How many networks the class has; null for classes D and E and for IPv6.</summary>
    public int? ClassNetworkCount => Class is AddressClass known ? AddressClassification.NetworkCount(known) : null;

    /// <summary>How many hosts a network of the class has; null for classes D and E and for IPv6.</summary>
    public int? ClassHostCount => Class is AddressClass known ? AddressClassification.HostCount(known) : null;

    private SpecialPurposeEntry? Entry => SpecialPurposeRegistry.Find(value);

    private NetworkPrefix Host => NetworkPrefix.Containing(value, value.Width);

    private int? ClassLength => Class is AddressClass known ? AddressClassification.DefaultPrefixLength(known) : null;

    /// <summary>Parses an address, perhaps with a scope id.</summary>
    /// <param name="text">The text.</param>
    /// <param name="info">The description, or null where the text is wrong.</param>
    /// <returns>What is wrong with the text.</returns>
    public static AddressFault TryParse(ReadOnlySpan<char> text, out AddressInfo? info)
    {
        AddressFault fault = AddressParser.ParseScoped(text, out AddressValue value, out ReadOnlySpan<char> scopeId);
        info = fault == AddressFault.None
            ? new AddressInfo(value, scopeId.IsEmpty ? null : scopeId.ToString())
            : null;
        return fault;
    }

    /// <summary>The address as a value, without the scope id.</summary>
    public AddressValue ToAddressValue() => value;

    /// <summary>The text of <see cref="Address"/>.</summary>
    public override string ToString() => Address;

    /// <inheritdoc/>
    public bool Equals(AddressInfo? other) => other is not null && value == other.value && ScopeId == other.ScopeId;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AddressInfo);

    /// <inheritdoc/>
    public override int GetHashCode() => value.GetHashCode();
}
