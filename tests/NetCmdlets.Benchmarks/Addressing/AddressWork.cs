using NetCmdlets.Addressing;

namespace NetCmdlets.Benchmarks.Addressing;

/// <summary>The same seeded networks and addresses for every measurement.</summary>
internal static class AddressWork
{
    public const int Networks = 10_000;
    public const int Lookups = 1_000_000;
    public const int ToCollapse = 100_000;

    /// <summary>Consecutive /24s in no order.</summary>
    public static AddressRange[] ShuffledNetworks()
    {
        AddressRange[] ranges = [.. NetworkPrefix.Parse("10.0.0.0/7").Subnets(24).Take(ToCollapse)
            .Select(network => network.Range)];
        new Random(1).Shuffle(ranges);
        return ranges;
    }

    /// <summary>Networks of /8 to /28, of which many lie in others.</summary>
    public static PrefixTable<int> Table()
    {
        var random = new Random(2);
        return new PrefixTable<int>(Enumerable.Range(0, Networks).Select(index =>
            (NetworkPrefix.Containing(Address(random), random.Next(8, 29)), index)));
    }

    public static AddressValue[] Addresses()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Lookups).Select(_ => Address(random))];
    }

    public static int CountMembers(PrefixTable<int> table, AddressValue[] addresses)
    {
        int members = 0;
        foreach (AddressValue address in addresses)
            members += table.TryFind(address, out _, out _) ? 1 : 0;
        return members;
    }

    private static AddressValue Address(Random random) => AddressValue.FromIPv4((uint)random.NextInt64(1L << 32));
}
