using System.Globalization;
using NetCmdlets.Addressing;
using Xunit;

namespace NetCmdlets.Interop.Tests.Addressing;

/// <summary>Get-SubnetInfo's results beside those of Python's ipaddress.</summary>
/// <remarks>
/// The texts that this module takes and Python refuses, all of them asked for: 'address mask' with a blank, and an
/// IPv6 mask in place of a prefix length. The texts that Python takes and this module refuses: a scope id with a
/// blank in it, which would be one argument to Python and two words to everybody else.
/// </remarks>
public sealed class SubnetInfoPythonTests
{
    private const int Cases = 100_000;

    private const string Properties = """
        def describe(text):
            i = ipaddress.ip_interface(text)
            w = i.network
            first, last = w[0], w[-1]
            if w.max_prefixlen - w.prefixlen > 1:
                first = w[1]
                last = w[-2] if w.version == 4 else w[-1]
            assert first == next(iter(w.hosts()))
            return '|'.join(map(str, [n(w), t(i.ip), t(w.network_address), t(w.broadcast_address), w.prefixlen,
                t(w.netmask), t(w.hostmask), t(first), t(last), int(last) - int(first) + 1, w.num_addresses,
                w.version, x(w.network_address) + '/' + str(w.prefixlen),
                n(w).split('/')[0] + '/' + t(w.netmask), n(w).split('/')[0] + '/' + t(w.hostmask)]))
        answer(describe)
        """;

    private const string Acceptance = """
        def accept(text):
            i = ipaddress.ip_interface(text)
            bare = (ipaddress.IPv4Address if i.version == 4 else ipaddress.IPv6Address)(int(i.ip))
            return t(bare) + '/' + str(i.network.prefixlen)
        answer(accept)
        """;

    [Fact]
    public Task Every_property_of_100000_networks_is_the_same()
    {
        var random = new RandomAddresses(seed: 1);
        string[] networks = [.. Enumerable.Range(0, Cases).Select(_ => random.Interface())];
        return PythonOracle.AssertAgreesAsync(Properties, networks, static text =>
        {
            SubnetInfo info = SubnetInfo.Parse(text);
            return string.Join(
                '|', info.Cidr, info.Address, info.NetworkAddress, info.LastAddress, info.PrefixLength, info.SubnetMask,
                info.WildcardMask, info.FirstHost, info.LastHost, info.HostCount, info.AddressCount,
                info.Class is null ? 6 : 4, info.Exploded.ToLower(CultureInfo.InvariantCulture), info.WithMask,
                info.WithWildcard);
        });
    }

    [Fact]
    public Task The_same_texts_are_accepted_and_refused()
    {
        var random = new RandomAddresses(seed: 2);
        string[] texts = [.. Enumerable.Range(0, 2 * Cases).Select(_ => Mutate(random))
            .Where(text => !IsDocumentedDifference(text)).Take(Cases + (Cases / 2))];
        Assert.True(texts.Length >= Cases);
        Assert.InRange(texts.Count(text => NetworkPrefix.TryParse(text, out _)), Cases / 3, Cases);
        return PythonOracle.AssertAgreesAsync(Acceptance, texts, static text =>
            PrefixedAddress.TryParse(text, BareAddressMeaning.Host, out PrefixedAddress value)
                ? value.ToString()
                : "refused");
    }

    private static bool IsDocumentedDifference(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        return text.Contains(' ', StringComparison.Ordinal) || (slash >= 0 && text.LastIndexOf(':') > slash);
    }

    // A right text with up to three characters changed, put in, or left out.
    private static string Mutate(RandomAddresses random)
    {
        const string Alphabet = "0123456789abcdefABF::::....//%gx-٣";
        var text = new System.Text.StringBuilder(random.Interface());
        for (int edits = random.Next(4); edits > 0; edits--)
        {
            int at = random.Next(text.Length);
            char c = Alphabet[random.Next(Alphabet.Length)];
            switch (random.Next(3))
            {
                case 0:
                    text[at] = c;
                    break;
                case 1:
                    text.Insert(at, c);
                    break;
                default:
                    if (text.Length > 1)
                        text.Remove(at, 1);
                    break;
            }
        }

        return text.ToString();
    }
}
