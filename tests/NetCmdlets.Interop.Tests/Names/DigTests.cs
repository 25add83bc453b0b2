using System.Globalization;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Names;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Names;

/// <summary>Every record as dig prints it, from the same server.</summary>
public sealed class DigTests(NamedServer server) : IClassFixture<NamedServer>
{
    /// <summary>What is asked: a name and a type.</summary>
    public static TheoryData<string, string> Questions => new()
    {
        { "plain.test", "SOA" }, { "plain.test", "NS" }, { "plain.test", "MX" }, { "plain.test", "TXT" },
        { "plain.test", "CAA" }, { "plain.test", "ANY" }, { "ns1.plain.test", "A" }, { "ns2.plain.test", "AAAA" },
        { "mapped.plain.test", "AAAA" }, { "compat.plain.test", "AAAA" }, { "isatap.plain.test", "AAAA" },
        { "zeros.plain.test", "AAAA" }, { "chain.plain.test", "A" }, { "chain.plain.test", "CNAME" },
        { "dangling.plain.test", "CNAME" }, { "tree.plain.test", "DNAME" }, { "leaf.tree.plain.test", "A" },
        { "7.2.0.192.in-addr.arpa", "PTR" }, { "8.2.0.192.in-addr.arpa", "PTR" }, { "text.plain.test", "TXT" },
        { "spf.plain.test", "SPF" }, { "_sip._tcp.plain.test", "SRV" }, { "naptr.plain.test", "NAPTR" },
        { "hinfo.plain.test", "HINFO" }, { "rp.plain.test", "RP" }, { "minfo.plain.test", "MINFO" },
        { "afsdb.plain.test", "AFSDB" }, { "kx.plain.test", "KX" }, { "loc.plain.test", "LOC" },
        { "ds.plain.test", "DS" }, { "cds.plain.test", "CDS" }, { "_443._tcp.plain.test", "TLSA" },
        { "smime.plain.test", "SMIMEA" }, { "ssh.plain.test", "SSHFP" }, { "uri.plain.test", "URI" },
        { "cdnskey.plain.test", "CDNSKEY" }, { "svc.plain.test", "SVCB" }, { "https.plain.test", "HTTPS" },
        { "old.plain.test", "ANY" }, { "more.plain.test", "ANY" }, { "more.plain.test", "CERT" },
        { "old.plain.test", "MB" }, { $"{ZoneText.Long}.big.test", "A" },
        { "unknown.plain.test", "TYPE65280" }, { "unknown.plain.test", "TYPE65281" },
        { "unknown.plain.test", "TYPE65282" }, { "xn--mnchen-3ya.plain.test", "A" },
        { @"dot\.in\.label.plain.test", "A" }, { @"odd\000\032\(\)\;\""\@\$\\label.plain.test", "A" },
        { "upper.PLAIN.test", "A" }, { "a.b.wild.plain.test", "TXT" }, { "many.plain.test", "TXT" },
        { "signed.test", "DNSKEY" }, { "signed.test", "RRSIG" }, { "signed.test", "NSEC" }, { "signed.test", "SOA" },
        { "mail.signed.test", "A" }, { "mail.signed.test", "NSEC" }, { "child.signed.test", "DS" },
        { "hashed.test", "NSEC3PARAM" }, { "hashed.test", "ANY" }, { "missing.hashed.test", "A" },
        { "missing.signed.test", "MX" },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task All_sections_are_as_dig_prints_them(string name, string type)
    {
        Assert.SkipWhen(server.Unavailable is not null, server.Unavailable ?? "");
        // dig reads a name of a command line as a zone file has it, as we do.
        string theirs = await NamedServer.RunAsync(
            "dig", "@127.0.0.1", "-p", $"{server.Port}", "-q", name, "-t", type,
            "+noall", "+answer", "+authority", "+additional", "+dnssec", "+norecurse");
        List<PipelineItem> items = await AskAsync(new()
        {
            Name = [name],
            Type = [type],
            DnsSec = true,
            Section = [DnsSection.Answer, DnsSection.Authority, DnsSection.Additional],
        });

        string[] expected = [.. theirs.Split('\n')
            .Where(line => line.Length > 0 && line[0] != ';')
            .Select(Normal).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, items.Results<DnsRecord>().Select(LineOf).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_does_not_fit_a_datagram_comes_whole_over_TCP(bool tcp)
    {
        Assert.SkipWhen(server.Unavailable is not null, server.Unavailable ?? "");
        List<PipelineItem> items = await AskAsync(new() { Name = ["many.plain.test"], Type = ["TXT"], Tcp = tcp });

        List<DnsRecord> records = items.Results<DnsRecord>();
        Assert.Equal(60, records.Count);
        Assert.All(records, record => Assert.Equal(TransportProtocol.Tcp, record.Protocol));
        Assert.Equal(
            Enumerable.Range(0, 60).Select(i => $"{i:000} {new string('x', 60)}"),
            records.Cast<DnsTextRecord>().Select(record => record.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_told_with_the_zones_negative_time()
    {
        Assert.SkipWhen(server.Unavailable is not null, server.Unavailable ?? "");
        NetFailure failure = Assert.Single((await AskAsync(new() { Name = ["missing.plain.test"] })).Failures());

        Assert.Equal(FailureKind.NameNotFound, failure.Kind);
        Assert.Contains(
            $"'missing.plain.test' does not exist, says 127.0.0.1:{server.Port} (NXDOMAIN). The zone is 'plain.test'; "
            + "resolvers keep this for 300 s.",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zone_that_it_does_not_have_is_refused()
    {
        Assert.SkipWhen(server.Unavailable is not null, server.Unavailable ?? "");
        NetFailure failure = Assert.Single((await AskAsync(new() { Name = ["www.other.test"] })).Failures());

        Assert.Equal(FailureKind.NameServerFailed, failure.Kind);
        Assert.Contains("answered REFUSED", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_tells_its_version_in_its_own_class()
    {
        Assert.SkipWhen(server.Unavailable is not null, server.Unavailable ?? "");
        List<PipelineItem> items = await AskAsync(new()
        {
            Name = ["version.bind"],
            Type = ["TXT"],
            Class = Protocols.Dns.DnsClass.CH,
        });

        DnsRecord record = Assert.Single(items.Results<DnsRecord>());
        string theirs = await NamedServer.RunAsync(
            "dig", "@127.0.0.1", "-p", $"{server.Port}", "version.bind", "TXT", "CH", "+short");
        Assert.Equal(("CH", theirs.Trim()), (record.Class, record.Data));
    }

    [Fact]
    public async Task Host_addresses_of_a_server_follow_its_aliases_and_have_their_names()
    {
        Assert.SkipWhen(server.Unavailable is not null, server.Unavailable ?? "");
        var operation = new ResolveHostAddressOperation();
        List<HostAddress> found = (await operation.CollectAsync(new ResolveHostAddressRequest
        {
            ComputerName = ["chain.plain.test", "192.0.2.7"],
            Server = [server.Address],
        })).Results<HostAddress>();

        Assert.Equal(
            ["192.0.2.3 chain.plain.test", "192.0.2.7 host7.plain.test", "2001:db8::3 chain.plain.test"],
            found.Select(one => $"{one.Address} {one.HostName}").Order(StringComparer.Ordinal));
        Assert.All(found, one => Assert.Equal(server.Address, one.Source));
    }

    [Fact]
    public async Task A_network_is_swept_for_its_names()
    {
        Assert.SkipWhen(server.Unavailable is not null, server.Unavailable ?? "");
        List<PipelineItem> items = await AskAsync(new() { Name = ["192.0.2.0/28"] });

        Assert.Empty(items.Failures());
        Assert.Equal(
            ["192.0.2.7 host7.plain.test.", "192.0.2.8 alias8.plain.test.", "192.0.2.8 host8.plain.test."],
            items.Results<DnsRecord>().Select(record => $"{record.Question} {record.Data}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_it_refers_to_others_that_is_told()
    {
        Assert.SkipWhen(server.Unavailable is not null, server.Unavailable ?? "");
        List<PipelineItem> items = await new ResolveDnsRecordOperation().CollectAsync(
            new() { Name = ["www.child.signed.test"], Type = ["A"], Server = [server.Address] });
        NetFailure failure = Assert.Single(items.Failures());

        Assert.Equal(FailureKind.NameServerFailed, failure.Kind);
        Assert.Contains(
            "it refers to ns.child.signed.test for the zone 'child.signed.test'",
            failure.Message,
            StringComparison.Ordinal);
    }

    internal static string LineOf(DnsRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{record.Name}. {(long)record.TimeToLive.TotalSeconds} {record.Class} {record.Type} {record.Data}").TrimEnd();

    // dig aligns its columns by tabs and blanks.
    internal static string Normal(string line)
        => string.Join(' ', line.Split([' ', '\t'], 5, StringSplitOptions.RemoveEmptyEntries));

    private Task<List<PipelineItem>> AskAsync(ResolveDnsRecordRequest request)
        => new ResolveDnsRecordOperation().CollectAsync(request with { Server = [server.Address], NoRecursion = true });
}
