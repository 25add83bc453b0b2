using BenchmarkDotNet.Attributes;
using NetCmdlets.Addressing;

namespace NetCmdlets.Benchmarks.Addressing;

/// <summary>The two jobs of many networks: collapsing them, and finding addresses in them.</summary>
[InProcess]
[MemoryDiagnoser]
[WarmupCount(2)]
[IterationCount(5)]
public class PrefixSetBenchmarks
{
    private AddressRange[] shuffled = [];
    private PrefixTable<int> table = new([]);
    private AddressValue[] addresses = [];

    [GlobalSetup]
    public void Prepare()
    {
        shuffled = AddressWork.ShuffledNetworks();
        table = AddressWork.Table();
        addresses = AddressWork.Addresses();
    }

    [Benchmark]
    public int CollapseOf100000Networks() => AddressRangeSet.Collapse(shuffled).Count();

    [Benchmark]
    public int LongestMatchOf1000000AddressesIn10000Networks() => AddressWork.CountMembers(table, addresses);
}
