using System.Net;
using BenchmarkDotNet.Attributes;
using NetCmdlets.Addressing;

namespace NetCmdlets.Benchmarks.Addressing;

/// <summary>Parse and contains beside .NET's own IPNetwork.</summary>
[InProcess]
[MemoryDiagnoser]
[WarmupCount(3)]
[IterationCount(5)]
public class PrefixBenchmarks
{
    private const string IPv4Text = "192.168.100.0/24";
    private const string IPv6Text = "2001:db8:1234:5678::/64";

    private readonly NetworkPrefix prefix4 = NetworkPrefix.Parse(IPv4Text);
    private readonly NetworkPrefix prefix6 = NetworkPrefix.Parse(IPv6Text);
    private readonly AddressValue address4 = AddressValue.Parse("192.168.100.77");
    private readonly AddressValue address6 = AddressValue.Parse("2001:db8:1234:5678::77");
    private readonly IPNetwork network4 = IPNetwork.Parse(IPv4Text);
    private readonly IPNetwork network6 = IPNetwork.Parse(IPv6Text);
    private readonly IPAddress ipAddress4 = IPAddress.Parse("192.168.100.77");
    private readonly IPAddress ipAddress6 = IPAddress.Parse("2001:db8:1234:5678::77");

    [Benchmark]
    public NetworkPrefix ParseIPv4() => NetworkPrefix.Parse(IPv4Text);

    [Benchmark]
    public IPNetwork ParseIPv4DotNet() => IPNetwork.Parse(IPv4Text);

    [Benchmark]
    public NetworkPrefix ParseIPv6() => NetworkPrefix.Parse(IPv6Text);

    [Benchmark]
    public IPNetwork ParseIPv6DotNet() => IPNetwork.Parse(IPv6Text);

    [Benchmark]
    public bool ContainsIPv4() => prefix4.Contains(address4);

    [Benchmark]
    public bool ContainsIPv4DotNet() => network4.Contains(ipAddress4);

    [Benchmark]
    public bool ContainsIPv6() => prefix6.Contains(address6);

    [Benchmark]
    public bool ContainsIPv6DotNet() => network6.Contains(ipAddress6);
}
