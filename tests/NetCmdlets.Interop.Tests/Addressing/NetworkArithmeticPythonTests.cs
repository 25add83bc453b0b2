using System.Globalization;
using NetCmdlets.Addressing;
using Xunit;

namespace NetCmdlets.Interop.Tests.Addressing;

/// <summary>Subnets, supernets, exclusion, collapse, summaries and containment beside Python's ipaddress.</summary>
public sealed class NetworkArithmeticPythonTests
{
    private const int Cases = 100_000;

    [Fact]
    public Task Subnets() => AgreeAsync(
        """
        def f(text):
            w, length = text.split(' ')
            return ' '.join(map(n, ipaddress.ip_network(w).subnets(new_prefix=int(length))))
        answer(f)
        """,
        random =>
        {
            NetworkPrefix network = random.Network(random.Next(2) == 0, 0);
            int length = Math.Min(network.Width, network.PrefixLength + random.Next(5));
            return string.Create(CultureInfo.InvariantCulture, $"{network} {length}");
        },
        words => Join(NetworkPrefix.Parse(words[0]).Subnets(Number(words[1]))));

    [Fact]
    public Task Supernets() => AgreeAsync(
        """
        def f(text):
            w, length = text.split(' ')
            return n(ipaddress.ip_network(w).supernet(new_prefix=int(length)))
        answer(f)
        """,
        random =>
        {
            NetworkPrefix network = random.Network(random.Next(2) == 0, 0);
            return string.Create(
                CultureInfo.InvariantCulture, $"{network} {random.Next(network.PrefixLength + 1)}");
        },
        words => NetworkPrefix.Parse(words[0]).Supernet(Number(words[1])).ToString());

    [Fact]
    public Task Exclusion() => AgreeAsync(
        """
        def f(text):
            w, hole = map(ipaddress.ip_network, text.split(' '))
            return ' '.join(map(n, sorted(w.address_exclude(hole))))
        answer(f)
        """,
        random =>
        {
            NetworkPrefix hole = random.Network(random.Next(2) == 0, 0);
            return $"{hole.Supernet(Math.Max(0, hole.PrefixLength - random.Next(16)))} {hole}";
        },
        words => Join(AddressRangeSet
            .Subtract(AddressRange.Parse(words[0]), [AddressRange.Parse(words[1])])
            .SelectMany(range => range.ToPrefixes())));

    [Fact]
    public Task Collapse() => AgreeAsync(
        """
        def f(text):
            return ' '.join(map(n, ipaddress.collapse_addresses(map(ipaddress.ip_network, text.split(' ')))))
        answer(f)
        """,
        random =>
        {
            // In one /24 or /120, where networks often touch.
            bool isIPv6 = random.Next(2) == 0;
            NetworkPrefix home = NetworkPrefix.Containing(random.Network(isIPv6, 0).FirstAddress, isIPv6 ? 120 : 24);
            return Join(Enumerable.Range(0, 1 + random.Next(8)).Select(_ =>
            {
                AddressValue address = home.Subnets(home.Width)[(UInt128)random.Next(256)].FirstAddress;
                return NetworkPrefix.Containing(address, home.PrefixLength + 2 + random.Next(7));
            }));
        },
        words => Join(AddressRangeSet.Collapse(words.Select(word => AddressRange.Parse(word)))));

    [Fact]
    public Task Summaries() => AgreeAsync(
        """
        def f(text):
            first, last = map(ipaddress.ip_address, text.split(' '))
            return ' '.join(map(n, ipaddress.summarize_address_range(first, last)))
        answer(f)
        """,
        random =>
        {
            // Most ranges are short, and some go to the end of the address space.
            AddressValue first = random.Network(random.Next(2) == 0, 32).FirstAddress;
            NetworkPrefix whole = NetworkPrefix.Containing(first, 0);
            AddressValue last = random.Next(500) == 0 ? whole.LastAddress : first;
            for (int steps = random.Next(3000); steps > 0 && last < whole.LastAddress; steps -= 500)
                last = NetworkPrefix.Containing(last, first.Width - random.Next(10)).LastAddress;
            return $"{first} {last}";
        },
        words => Join(new AddressRange(AddressValue.Parse(words[0]), AddressValue.Parse(words[1])).ToPrefixes()));

    [Fact]
    public Task Containment() => AgreeAsync(
        """
        def f(text):
            a, b = map(ipaddress.ip_network, text.split(' '))
            same = a.version == b.version
            return ' '.join(map(str, [b.network_address in a, same and b.subnet_of(a), same and a.overlaps(b),
                0 if not same else a.compare_networks(b)]))
        answer(f)
        """,
        random =>
        {
            NetworkPrefix one = random.Network(random.Next(2) == 0, 0);
            NetworkPrefix other = random.Next(4) == 0
                ? random.Network(random.Next(2) == 0, 0)
                : NetworkPrefix.Containing(one.LastAddress, random.Next(one.Width + 1));
            return random.Next(2) == 0 ? $"{one} {other}" : $"{other} {one}";
        },
        words =>
        {
            NetworkPrefix one = NetworkPrefix.Parse(words[0]);
            NetworkPrefix other = NetworkPrefix.Parse(words[1]);
            int order = one.IsIPv6 == other.IsIPv6 ? Math.Sign(one.CompareTo(other)) : 0;
            return FormattableString.Invariant(
                $"{one.Contains(other.FirstAddress)} {one.Contains(other)} {one.Overlaps(other)} {order}");
        });

    private static Task AgreeAsync(string script, Func<RandomAddresses, string> ask, Func<string[], string> ours)
    {
        var random = new RandomAddresses(seed: 7);
        string[] questions = [.. Enumerable.Range(0, Cases).Select(_ => ask(random))];
        return PythonOracle.AssertAgreesAsync(script, questions, question => ours(question.Split(' ')));
    }

    private static string Join(IEnumerable<NetworkPrefix> networks) => string.Join(' ', networks);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
