using System.Buffers.Binary;
using System.Globalization;

namespace NetCmdlets.Addressing;

/// <summary>The IPv4 and hardware addresses that some IPv6 addresses carry.</summary>
public static class EmbeddedAddress
{
    private static readonly NetworkPrefix Mapped = NetworkPrefix.Parse("::ffff:0:0/96");
    private static readonly NetworkPrefix SixToFour = NetworkPrefix.Parse("2002::/16");
    private static readonly NetworkPrefix Teredo = NetworkPrefix.Parse("2001::/32");
    private static readonly NetworkPrefix Nat64WellKnown = NetworkPrefix.Parse("64:ff9b::/96");
    private static readonly NetworkPrefix Nat64Local = NetworkPrefix.Parse("64:ff9b:1::/48");

    /// <summary>The IPv4 address of an IPv4-mapped one, ::ffff:0:0/96 (RFC 4291 section 2.5.5.2).</summary>
    public static AddressValue? MappedOf(AddressValue address) =>
        Mapped.Contains(address) ? AddressValue.FromIPv4((uint)address.Bits) : null;

    /// <summary>The IPv4 address of a 6to4 one, 2002::/16 (RFC 3056 section 2).</summary>
    public static AddressValue? SixToFourOf(AddressValue address) =>
        SixToFour.Contains(address) ? AddressValue.FromIPv4((uint)(address.Bits >> 80)) : null;

    /// <summary>
    /// The IPv4 address that a NAT64 translates to: in 64:ff9b::/96 the last 32 bits (RFC 6052 section 2.2), and so
    /// in 64:ff9b:1::/48 where the /96 layout is used (RFC 8215).
    /// </summary>
    public static AddressValue? Nat64Of(AddressValue address) =>
        Nat64WellKnown.Contains(address) || Nat64Local.Contains(address)
            ? AddressValue.FromIPv4((uint)address.Bits)
            : null;

    /// <summary>The parts of a Teredo address, 2001::/32 (RFC 4380 section 4).</summary>
    /// <remarks>
    /// <code>
    /// | 2001:0000 (32) | server IPv4 (32) | flags (16) | port, inverted (16) | client IPv4, inverted (32) |
    /// </code>
    /// </remarks>
    public static TeredoParts? TeredoOf(AddressValue address) => Teredo.Contains(address)
        ? new TeredoParts(
            AddressValue.FromIPv4((uint)(address.Bits >> 64)),
            AddressValue.FromIPv4(~(uint)address.Bits),
            (ushort)~(ushort)(address.Bits >> 32),
            (ushort)(address.Bits >> 48))
        : null;

    /// <summary>
    /// The hardware address in a modified EUI-64 interface identifier (RFC 4291 appendix A): the middle octets are
    /// ff:fe, and the universal/local bit is inverted. Null where the identifier is not made so, and for addresses
    /// outside the prefixes that have interface identifiers.
    /// </summary>
    public static string? HardwareAddressOf(AddressValue address)
    {
        ulong identifier = (ulong)address.Bits;
        bool hasIdentifier = address.IsIPv6 && address.Bits >> 125 != 0 && address.Bits >> 120 != 0xff;
        if (!hasIdentifier || (identifier >> 24 & 0xffff) != 0xfffe)
        {
            return null;
        }

        ulong hardware = ((identifier ^ 0x0200_0000_0000_0000) >> 40 << 24) | (identifier & 0xff_ffff);
        return string.Join(':', BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(hardware))[2..]
            .Select(static octet => octet.ToString("x2", CultureInfo.InvariantCulture)));
    }

    internal static bool TryGetMapped(NetworkPrefix network, out NetworkPrefix mapped)
    {
        bool isMapped = Mapped.Contains(network);
        mapped = isMapped
            ? NetworkPrefix.Containing(
                AddressValue.FromIPv4((uint)network.FirstAddress.Bits), network.PrefixLength - Mapped.PrefixLength)
            : default;
        return isMapped;
    }
}
