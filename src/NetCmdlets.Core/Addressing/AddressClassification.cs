using System.Numerics;

namespace NetCmdlets.Addressing;

/// <summary>The historical IPv4 classes (RFC 791 section 2.3, RFC 1112 section 4).</summary>
public static class AddressClassification
{
    /// <summary>The class that the leading bits of an IPv4 address tell; null for IPv6.</summary>
    public static AddressClass? ClassOf(AddressValue address) => (address.IsIPv6, (uint)address.Bits >> 28) switch
    {
        (true, _) => null,
        (_, < 8) => AddressClass.A,
        (_, < 12) => AddressClass.B,
        (_, < 14) => AddressClass.C,
        (_, 14) => AddressClass.D,
        _ => AddressClass.E,
    };

    /// <summary>The length of a class's network part: 8, 16 or 24; null for D and E, which have no networks.</summary>
    public static int? DefaultPrefixLength(AddressClass addressClass) => addressClass switch
    {
        AddressClass.A => 8,
        AddressClass.B => 16,
        AddressClass.C => 24,
        _ => null,
    };

    /// <summary>How many networks a class has: 2^7, 2^14 or 2^21; null for D and E.</summary>
    public static int? NetworkCount(AddressClass addressClass) => addressClass switch
    {
        AddressClass.A => 1 << 7,
        AddressClass.B => 1 << 14,
        AddressClass.C => 1 << 21,
        _ => null,
    };

    /// <summary>How many hosts a network of a class has; null for D and E.</summary>
    public static int? HostCount(AddressClass addressClass) =>
        DefaultPrefixLength(addressClass) is int length ? (1 << (32 - length)) - 2 : null;

    /// <summary>How many addresses of a network are for hosts.</summary>
    /// <remarks>
    /// IPv4 leaves out the network and broadcast addresses, but not on a /31 (RFC 3021) or /32. IPv6 leaves out the
    /// subnet-router anycast address (RFC 4291 section 2.6.1), but not on a /127 (RFC 6164) or /128.
    /// </remarks>
    public static BigInteger HostCount(NetworkPrefix network) => HostRange(network).Count;

    /// <summary>The addresses of a network that are for hosts.</summary>
    public static AddressRange HostRange(NetworkPrefix network)
    {
        UInt128 first = network.FirstAddress.Bits;
        UInt128 last = network.LastAddress.Bits;
        if (network.Width - network.PrefixLength > 1)
        {
            first++;
            last -= network.IsIPv6 ? UInt128.Zero : UInt128.One;
        }

        return new AddressRange(new AddressValue(first, network.IsIPv6), new AddressValue(last, network.IsIPv6));
    }
}
