using System.Numerics;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Addressing;

/// <summary>
/// A network: the leading bits that its addresses share, and how many they are. Host bits are always zero. Sorts by
/// family, then first address, then the larger network first. Nothing here allocates but what returns text.
/// </summary>
public readonly struct NetworkPrefix : IEquatable<NetworkPrefix>, IComparable<NetworkPrefix>
{
    private readonly UInt128 bits;
    private readonly byte length;
    private readonly bool isIPv6;

    private NetworkPrefix(UInt128 bits, int length, bool isIPv6)
    {
        this.bits = bits;
        this.length = (byte)length;
        this.isIPv6 = isIPv6;
    }

    /// <summary>The number of leading bits that all addresses share: 0 to 32, or 0 to 128.</summary>
    public int PrefixLength => length;

    /// <summary>Whether this is an IPv6 network.</summary>
    public bool IsIPv6 => isIPv6;

    /// <summary>The number of bits of an address: 32 or 128.</summary>
    public int Width => isIPv6 ? 128 : 32;

    /// <summary>The network address: all host bits zero.</summary>
    public AddressValue FirstAddress => new(bits, isIPv6);

    /// <summary>The address with all host bits one; for IPv4 up to /30 it is the broadcast address.</summary>
    public AddressValue LastAddress => new(bits | HostMask, isIPv6);

    /// <summary>The subnet mask.</summary>
    public AddressValue Mask => new(~HostMask & FamilyMask(isIPv6), isIPv6);

    /// <summary>The wildcard mask: the subnet mask inverted.</summary>
    public AddressValue Wildcard => new(HostMask, isIPv6);

    /// <summary>The number of addresses, the network and broadcast addresses among them.</summary>
    public BigInteger AddressCount => BigInteger.One << (Width - length);

    /// <summary>All addresses as a range.</summary>
    public AddressRange Range => new(FirstAddress, LastAddress);

    private UInt128 HostMask => HostMaskOf(length, isIPv6);

    /// <summary>The network of a prefix length that an address is in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is not of the address's family.</exception>
    public static NetworkPrefix Containing(AddressValue address, int prefixLength)
    {
        if ((uint)prefixLength > (uint)address.Width)
        {
            throw new ArgumentOutOfRangeException(
                nameof(prefixLength), prefixLength, $"A prefix length goes from 0 to {address.Width}.");
        }

        UInt128 bits = address.Bits & ~HostMaskOf(prefixLength, address.IsIPv6);
        return new NetworkPrefix(bits, prefixLength, address.IsIPv6);
    }

    /// <summary>Parses a network; host bits are cleared, an address alone is the network of that one address.</summary>
    /// <returns>Whether the text is a network.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out NetworkPrefix network)
    {
        bool right = PrefixedAddress.TryParse(text, BareAddressMeaning.Host, out PrefixedAddress value);
        network = right ? value.Network : default;
        return right;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out NetworkPrefix)"/>
    /// <exception cref="NetException">The text is not a network; the message says what is wrong.</exception>
    public static NetworkPrefix Parse(ReadOnlySpan<char> text) => PrefixedAddress.Parse(text).Network;

    /// <summary>Whether the address is in this network; never for the other family.</summary>
    public bool Contains(AddressValue address) =>
        address.IsIPv6 == isIPv6 && ((address.Bits ^ bits) & ~HostMask) == 0;

    /// <summary>Whether every address of the other network is in this one.</summary>
    public bool Contains(NetworkPrefix other) => other.length >= length && Contains(other.FirstAddress);

    /// <summary>Whether the networks share an address, which is to say that one contains the other.</summary>
    public bool Overlaps(NetworkPrefix other) => Contains(other) || other.Contains(this);

    /// <summary>The network of a shorter prefix length that this one is in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or longer than this one's.</exception>
    public NetworkPrefix Supernet(int prefixLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, length);
        return Containing(FirstAddress, prefixLength);
    }

    /// <summary>The networks of a longer prefix length in this one, lazily and in order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is shorter than this one's, or too long.</exception>
    public PrefixSequence Subnets(int prefixLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefixLength, length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, Width);
        return new PrefixSequence(this, prefixLength);
    }

    /// <summary>The smallest network that holds both.</summary>
    /// <exception cref="ArgumentException">The networks are of different families.</exception>
    public NetworkPrefix CommonSupernet(NetworkPrefix other)
    {
        if (other.isIPv6 != isIPv6)
        {
            throw new ArgumentException("No network holds both IPv4 and IPv6 addresses.", nameof(other));
        }

        UInt128 difference = bits ^ other.bits;
        int shared = (int)UInt128.LeadingZeroCount(difference) - (128 - Width);
        return Containing(FirstAddress, Math.Min(shared, Math.Min(length, other.length)));
    }

    /// <summary>The text 'address/length'.</summary>
    public override string ToString() => $"{FirstAddress}/{length}";

    /// <inheritdoc/>
    public bool Equals(NetworkPrefix other) =>
        bits == other.bits && length == other.length && isIPv6 == other.isIPv6;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NetworkPrefix other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine((ulong)(bits >> 64), (ulong)bits, length, isIPv6);

    /// <inheritdoc/>
    public int CompareTo(NetworkPrefix other)
    {
        if (isIPv6 != other.isIPv6)
        {
            return isIPv6 ? 1 : -1;
        }

        return bits != other.bits ? (bits < other.bits ? -1 : 1) : length - other.length;
    }

    /// <summary>Whether both are the same network.</summary>
    public static bool operator ==(NetworkPrefix left, NetworkPrefix right) => left.Equals(right);

    /// <summary>Whether the networks differ.</summary>
    public static bool operator !=(NetworkPrefix left, NetworkPrefix right) => !left.Equals(right);

    /// <summary>Whether left sorts before right.</summary>
    public static bool operator <(NetworkPrefix left, NetworkPrefix right) => left.CompareTo(right) < 0;

    /// <summary>Whether left sorts before right or equals it.</summary>
    public static bool operator <=(NetworkPrefix left, NetworkPrefix right) => left.CompareTo(right) <= 0;

    /// <summary>Whether left sorts after right.</summary>
    public static bool operator >(NetworkPrefix left, NetworkPrefix right) => left.CompareTo(right) > 0;

    /// <summary>Whether left sorts after right or equals it.</summary>
    public static bool operator >=(NetworkPrefix left, NetworkPrefix right) => left.CompareTo(right) >= 0;

    // A shift by the full 128 bits would shift by none.
    private static UInt128 HostMaskOf(int length, bool isIPv6) => isIPv6
        ? (length == 0 ? UInt128.MaxValue : (UInt128.One << (128 - length)) - 1)
        : (1UL << (32 - length)) - 1;

    private static UInt128 FamilyMask(bool isIPv6) => isIPv6 ? UInt128.MaxValue : uint.MaxValue;
}
