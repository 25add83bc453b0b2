using System.Globalization;
using NetCmdlets.Addressing;

namespace NetCmdlets.Interop.Tests.Addressing;

/// <summary>Seeded addresses and networks, many of them at the edges of what exists.</summary>
internal sealed class RandomAddresses(int seed)
{
    private static readonly string[] Edges =
    [
        "0.0.0.0", "255.255.255.255", "127.0.0.1", "10.255.255.255", "192.0.0.9", "192.168.0.0", "224.0.0.1",
        "100.64.0.0", "::", "::1", "::ffff:0.0.0.0", "::ffff:192.168.1.1", "2001::", "2002:c000:201::1",
        "64:ff9b::192.0.2.33", "fe80::1", "fec0::1", "ff02::1", "fdff::", "2001:db8::", "2001:1::1", "8000::",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "1:0:0:2:0:0:0:3", "1:0:2:0:3:0:4:0",
    ];

    private readonly Random random = new(seed);

    public int Next(int limit) => random.Next(limit);

    public AddressValue Address() => random.Next(8) == 0
        ? AddressValue.Parse(Edges[random.Next(Edges.Length)])
        : random.Next(2) == 0 ? AddressValue.FromIPv4((uint)random.NextInt64(1L << 32)) : IPv6();

    /// <summary>An address with a prefix length or one of the masks that Python takes too.</summary>
    public string Interface()
    {
        AddressValue address = Address();
        NetworkPrefix network = NetworkPrefix.Containing(address, random.Next(address.Width + 1));
        string mask = (address.IsIPv6 ? 0 : random.Next(4)) switch
        {
            1 => network.Mask.ToString(),
            2 => network.Wildcard.ToString(),
            _ => network.PrefixLength.ToString(CultureInfo.InvariantCulture),
        };
        return $"{address}/{mask}";
    }

    public NetworkPrefix Network(bool isIPv6, int shortest)
    {
        AddressValue address = isIPv6 ? IPv6() : AddressValue.FromIPv4((uint)random.NextInt64(1L << 32));
        return NetworkPrefix.Containing(address, random.Next(shortest, address.Width + 1));
    }

    // Groups that are often zero, so that '::' has runs to choose from.
    private AddressValue IPv6()
    {
        UInt128 bits = 0;
        for (int group = 0; group < 8; group++)
        {
            int kind = random.Next(4);
            bits = (bits << 16) | (kind < 2 ? 0u : kind == 2 ? (uint)random.Next(16) : (uint)random.Next(65536));
        }

        return AddressValue.FromIPv6(bits);
    }
}
