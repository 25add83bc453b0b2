using System.Diagnostics;
using System.Globalization;
using System.Net;
using NetCmdlets.Addressing;
using NetCmdlets.Benchmarks.Commands;
using NetCmdlets.Benchmarks.Processes;
using NetCmdlets.Benchmarks.Reporting;

namespace NetCmdlets.Benchmarks.Addressing;

/// <summary>Address work beside .NET's IPNetwork and Python's ipaddress, in one run.</summary>
internal sealed class AddressCompareCommand : IBenchmarkCommand
{
    private const int Texts = 100_000;
    private const int Rounds = 5;

    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(0.5);

    private const string PythonLoops = """
        import ipaddress, time
        texts = ['%d.%d.%d.0/24' % (i % 223 + 1, i // 223 % 256, i // 57088) for i in range(100000)]
        def took(f):
            start = time.perf_counter()
            f()
            return (time.perf_counter() - start) * 1000
        networks = []
        print(took(lambda: networks.extend(map(ipaddress.ip_network, texts))))
        address = ipaddress.ip_address('10.1.2.3')
        print(took(lambda: sum(address in w for w in networks)))
        import random
        many = list(ipaddress.ip_network('10.0.0.0/7').subnets(new_prefix=24))[:100000]
        random.seed(1)
        random.shuffle(many)
        print(took(lambda: list(ipaddress.collapse_addresses(many))))
        def fields(text):
            i = ipaddress.ip_interface(text)
            w = i.network
            return (w.with_prefixlen, str(i.ip), str(w.network_address), str(w.broadcast_address), w.prefixlen,
                str(w.netmask), str(w.hostmask), str(w[1]), str(w[-2]), w.num_addresses - 2, w.num_addresses)
        print(took(lambda: [fields(text) for text in texts]))
        """;

    public string Name => "addresses";

    public string Summary => "address work beside .NET's IPNetwork and Python's ipaddress, in milliseconds";

    public string Options => "";

    public Task<int> RunAsync(CommandOptions options)
    {
        options.RefuseOthers();
        string[] texts = [.. Enumerable.Range(0, Texts).Select(i => $"{(i % 223) + 1}.{i / 223 % 256}.{i / 57088}.0/24")];
        NetworkPrefix[] prefixes = Array.ConvertAll(texts, text => NetworkPrefix.Parse(text));
        IPNetwork[] networks = Array.ConvertAll(texts, IPNetwork.Parse);
        AddressValue address = AddressValue.Parse("10.1.2.3");
        var ipAddress = IPAddress.Parse("10.1.2.3");
        AddressRange[] shuffled = AddressWork.ShuffledNetworks();
        PrefixTable<int> table = AddressWork.Table();
        AddressValue[] addresses = AddressWork.Addresses();
        string[]? python = Programs.Output("python3", "-c", PythonLoops)?.Split('\n');

        var report = new MarkdownTable("work", "ours", ".NET", "Python");
        Add("parse 100,000 networks", Median(() => Count(texts, text => NetworkPrefix.TryParse(text, out NetworkPrefix n) && n.LastAddress.Bits > 0)),
            Median(() => Count(texts, text => IPNetwork.TryParse(text, out _))), 0);
        Add("contains, 100,000 networks", Median(() => Count(prefixes, prefix => prefix.Contains(address))),
            Median(() => Count(networks, network => network.Contains(ipAddress))), 1);
        Add("collapse 100,000 shuffled /24s", Median(() => AddressRangeSet.Collapse(shuffled).Count()), null, 2);
        Add("all fields of 100,000 networks", Median(() => Count(texts, HasFields)), null, 3);
        Add("longest match, 1,000,000 in 10,000", Median(() => AddressWork.CountMembers(table, addresses)), null, 4);
        Console.WriteLine(Machine.Description);
        Console.WriteLine();
        report.WriteTo(Console.Out);
        return Task.FromResult(0);

        void Add(string work, double ours, double? dotNet, int line) => report.Add(
            work, Show(ours), dotNet is double theirs ? Show(theirs) : "-",
            python is not null && line < python.Length
                ? Show(double.Parse(python[line], CultureInfo.InvariantCulture))
                : "-");
    }

    private static int Count<T>(T[] items, Predicate<T> test)
    {
        int count = 0;
        foreach (T item in items)
            count += test(item) ? 1 : 0;
        return count;
    }

    // What Get-SubnetInfo shows is made when it is asked for; here all of it is.
    private static bool HasFields(string text)
    {
        SubnetInfo info = SubnetInfo.Parse(text);
        return (info.Cidr.Length + info.Address.Length + info.NetworkAddress.Length + info.BroadcastAddress?.Length
            + info.SubnetMask.Length + info.WildcardMask.Length + info.FirstHost.Length + info.LastHost.Length > 0)
            && info.HostCount < info.AddressCount;
    }

    private static double Median(Func<int> work)
    {
        // Long enough for the runtime to compile what is hot for good; it does so in the background.
        long warmup = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(warmup) < Warmup)
            work();

        return Machine.Median(Enumerable.Range(0, Rounds).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            work();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }).ToArray());
    }

    private static string Show(double milliseconds) => milliseconds.ToString("0.0", CultureInfo.InvariantCulture);
}
