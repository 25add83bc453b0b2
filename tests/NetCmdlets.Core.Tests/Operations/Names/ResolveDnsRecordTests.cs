using System.Net;
using NetCmdlets.Core.Tests.Protocols;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Names;
using NetCmdlets.Pipeline;
using NetCmdlets.Protocols.Dns;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Names;

public sealed class ResolveDnsRecordTests
{
    private static readonly byte[] Soa =
        [.. MessageBytes.Name("ns.test"), .. MessageBytes.Name("host.test"), .. new byte[18], 0, 60];

    [Fact]
    public async Task A_record_tells_its_data_and_whose_answer_it_is()
    {
        await using var server = new DnsResponder(query => query.Reply(0x85A0)
            .Record(DnsRecordType.MX, [0, 10, .. MessageBytes.Name("mail.test")], ttl: 60)
            .Record(DnsRecordType.A, [192, 0, 2, 9], DnsSection.Additional));
        List<PipelineItem> items = await AskAsync(server, new() { Name = ["a.test"], Type = ["mx"] });

        var record = Assert.IsType<DnsMxRecord>(Assert.Single(items.Results<DnsRecord>()));
        Assert.Equal(
            ("a.test", "a.test", "MX", 10, "mail.test", "10 mail.test.", TimeSpan.FromSeconds(60)),
            (record.Question, record.Name, record.Type, record.Preference, record.Host, record.Data,
                record.TimeToLive));
        Assert.Equal(
            (server.Address, TransportProtocol.Udp, true, true),
            (record.Server!.ToString(), record.Protocol, record.Authoritative, record.Authenticated));
        Assert.True(record.Elapsed > TimeSpan.Zero);
        DnsResponder.Query query = Assert.Single(server.Queries);
        Assert.True(query is { Name: "a.test", Recursion: true, Edns: true });
    }

    [Fact]
    public async Task A_name_is_asked_for_both_families_and_an_address_for_its_name()
    {
        await using var server = new DnsResponder(query => query.Found());
        await AskAsync(server, new() { Name = ["a.test", "192.0.2.1", "2001:db8::1"] });

        Assert.Equal(
            [
                "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR",
                "1.2.0.192.in-addr.arpa PTR", "a.test A", "a.test AAAA",
            ],
            server.Queries.Select(query => $"{query.Name} {query.Type}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_alias_that_is_in_the_answers_about_both_families_is_told_once()
    {
        await using var server = new DnsResponder(query => query.Reply()
            .Record(DnsRecordType.CNAME, MessageBytes.Name("b.test"))
            .Record(query.Type, new byte[query.Type == DnsRecordType.A ? 4 : 16], name: MessageBytes.Name("b.test")));
        List<PipelineItem> items = await AskAsync(server, new() { Name = ["a.test"] });

        Assert.Equal(["CNAME", "A", "AAAA"], items.Results<DnsRecord>().Select(record => record.Type));
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_told_once_with_how_long_that_holds()
    {
        await using var server = new DnsResponder(query => query.Reply(0x8183)
            .Record(DnsRecordType.SOA, Soa, DnsSection.Authority, MessageBytes.Name("test"), ttl: 900));
        List<PipelineItem> items = await AskAsync(server, new() { Name = ["no.test"] });

        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal((FailureKind.NameNotFound, "no.test"), (failure.Kind, failure.Target));
        Assert.Equal(
            $"'no.test' does not exist, says {server.Address} (NXDOMAIN). The zone is 'test'; resolvers keep this for "
            + "60 s.",
            failure.Message);
        Assert.Empty(items.Results<DnsRecord>());
    }

    [Fact]
    public async Task A_name_without_records_of_the_type_is_no_failure()
    {
        await using var server = new DnsResponder(query => query.Reply()
            .Record(DnsRecordType.SOA, Soa, DnsSection.Authority, MessageBytes.Name("test")));
        List<PipelineItem> items = await AskAsync(server, new() { Name = ["a.test"], Type = ["TXT"] });

        PipelineItem only = Assert.Single(items);
        Assert.Equal(PipelineItemKind.Verbose, only.Kind);
        Assert.StartsWith("'a.test' has no TXT record, says ", (string)only.Payload, StringComparison.Ordinal);
        items = await AskAsync(
            server, new() { Name = ["a.test"], Type = ["TXT"], Section = [DnsSection.Authority] });
        Assert.Equal("SOA", Assert.Single(items.Results<DnsRecord>()).Type);
    }

    [Fact]
    public async Task A_servers_failure_is_told_in_its_own_words_and_the_next_one_is_asked()
    {
        await using var failing = new DnsResponder(query => query.Reply(0x8182).Edns(0, (15, [0, 9, .. "no key"u8])));
        await using var good = new DnsResponder(query => query.Found(3));
        List<PipelineItem> failed = await AskAsync(failing, new() { Name = ["a.test"], Type = ["A"] });
        NetFailure failure = Assert.Single(failed.Failures());

        Assert.Equal(FailureKind.NameServerFailed, failure.Kind);
        Assert.StartsWith(
            $"{failing.Address} answered SERVFAIL about 'a.test' (A): DNSKEY Missing (no key).",
            failure.Message,
            StringComparison.Ordinal);

        List<PipelineItem> items = await new ResolveDnsRecordOperation().CollectAsync(
            new() { Name = ["a.test"], Type = ["A"], Server = [failing.Address, good.Address] });
        Assert.Equal(good.Address, Assert.Single(items.Results<DnsRecord>()).Server!.ToString());
        Assert.Empty(items.Failures());
    }

    [Theory]
    [InlineData("IXFR")]
    [InlineData("TYPE251")]
    [InlineData("OPT")]
    [InlineData("XYZ")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("TYPE")]
    public async Task A_type_that_cannot_be_asked_for_ends_the_use(string type)
    {
        NetException error = await Assert.ThrowsAsync<NetException>(() => new ResolveDnsRecordOperation()
            .CollectAsync(new() { Name = ["a.test"], Type = [type], Server = ["127.0.0.1"] }));
        Assert.Equal(FailureKind.InvalidRequest, error.Failure.Kind);
    }

    [Fact]
    public async Task A_network_is_swept_in_silence_where_addresses_have_no_names()
    {
        await using var server = new DnsResponder(query => query.Name.StartsWith("2.", StringComparison.Ordinal)
            ? query.Reply().Record(DnsRecordType.PTR, MessageBytes.Name("two.test"))
            : query.Reply(0x8183));
        List<PipelineItem> items = await AskAsync(server, new() { Name = ["192.0.2.0/29"] });

        var record = (DnsHostRecord)Assert.Single(items.Results<DnsRecord>());
        Assert.Equal(("192.0.2.2", "two.test"), (record.Question, record.Host));
        Assert.Empty(items.Failures());
        Assert.Equal(6, server.Queries.Count);
    }

    [Fact]
    public async Task Host_addresses_come_from_the_server_and_their_lack_is_NameNotFound()
    {
        await using var server = new DnsResponder(query => query.Name == "empty.test" ? query.Reply() : query.Found(2));
        var operation = new ResolveHostAddressOperation();
        List<PipelineItem> items = await operation.CollectAsync(
            new ResolveHostAddressRequest { ComputerName = ["a.test", "empty.test"], Server = [server.Address] });

        HostAddress found = Assert.Single(items.Results<HostAddress>());
        Assert.Equal(
            ("a.test", IPAddress.Parse("192.0.2.2"), server.Address), (found.HostName, found.Address, found.Source));
        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal((FailureKind.NameNotFound, "empty.test"), (failure.Kind, failure.Target));
    }

    [Fact]
    public async Task A_short_name_is_completed_and_the_first_completion_that_has_records_counts()
    {
        await using var server = new DnsResponder(query => query.Name switch
        {
            "www.b.test" => query.Found(5),
            "www.a.test" => query.Reply(),
            _ => query.Reply(0x8183),
        });
        ResolverSettings settings = ResolverSettings.Parse("search none.test a.test b.test c.test");
        var resolver = new DnsResolver([IPEndPoint.Parse(server.Address)], new DnsResolverOptions());
        DnsAnswer[] answers = await new DnsLookup(resolver, settings)
            .AskAsync("www", [DnsRecordType.A], DnsClass.IN, CancellationToken.None).Within();

        DnsRecord record = Assert.Single(Assert.Single(answers).RecordsIn([DnsSection.Answer], "www"));
        Assert.Equal(("www", "www.b.test", "192.0.2.5"), (record.Question, record.Name, record.Data));
        Assert.Equal(
            ["www.none.test", "www.a.test", "www.b.test"], server.Queries.Select(query => query.Name));
    }

    [Theory]
    [InlineData(false, "'www.a.test' does not exist")]
    [InlineData(true, null)]
    public async Task Where_no_completion_has_records_the_name_as_it_was_given_counts(bool exists, string? said)
    {
        await using var server = new DnsResponder(
            query => query.Reply(exists && query.Name == "www.a.test" ? 0x8180 : 0x8183));
        ResolverSettings settings = ResolverSettings.Parse("search none.test b.test");
        await using var resolver = new DnsResolver([IPEndPoint.Parse(server.Address)], new DnsResolverOptions());
        DnsAnswer[] answers = await new DnsLookup(resolver, settings)
            .AskAsync("www.a.test", [DnsRecordType.A], DnsClass.IN, CancellationToken.None).Within();

        string? message = Assert.Single(answers).Failure?.Message;
        Assert.Equal(
            ["www.a.test", "www.a.test.none.test", "www.a.test.b.test"], server.Queries.Select(query => query.Name));
        if (said is null)
            Assert.Null(message);
        else
            Assert.StartsWith(said, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refers_to_others_is_not_taken_to_deny_the_name()
    {
        await using var referring = new DnsResponder(query => query.Reply(0x8100)
            .Record(DnsRecordType.NS, MessageBytes.Name("ns1.sub.test"), DnsSection.Authority, SubTest)
            .Record(DnsRecordType.NS, MessageBytes.Name("ns2.sub.test"), DnsSection.Authority, SubTest));
        await using var knowing = new DnsResponder(query => query.Found(4));
        var request = new ResolveDnsRecordRequest { Name = ["a.sub.test"], Type = ["A"] };

        NetFailure failure = Assert.Single((await AskAsync(referring, request)).Failures());
        Assert.Equal(FailureKind.NameServerFailed, failure.Kind);
        Assert.Equal(
            $"{referring.Address} does not know 'a.sub.test' and asks nobody else: it refers to ns1.sub.test and "
            + "ns2.sub.test for the zone 'sub.test'. Ask one of them, or a server that recurses, with -Server.",
            failure.Message);

        List<PipelineItem> items = await new ResolveDnsRecordOperation().CollectAsync(
            request with { Server = [referring.Address, knowing.Address] });
        Assert.Equal("192.0.2.4", Assert.Single(items.Results<DnsRecord>()).Data);
        Assert.Empty(items.Failures());

        items = await AskAsync(referring, request with { Section = [DnsSection.Authority] });
        Assert.Equal(2, items.Results<DnsRecord>().Count);
        Assert.Empty(items.Failures());

        PipelineItem only = Assert.Single(await AskAsync(referring, request with { NoRecursion = true }));
        Assert.Equal(PipelineItemKind.Verbose, only.Kind);
        Assert.StartsWith(
            $"{referring.Address} refers to ns1.sub.test and ns2.sub.test", (string)only.Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_has_nothing_to_say_is_not_taken_to_deny_the_name()
    {
        await using var lame = new DnsResponder(query => query.Reply(0x8100));
        NetFailure failure = Assert.Single((await AskAsync(lame, new() { Name = ["a.test"], Type = ["A"] })).Failures());

        Assert.Equal(FailureKind.NameServerFailed, failure.Kind);
        Assert.StartsWith(
            $"{lame.Address} is not responsible for 'a.test' and asks nobody else.",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alias_of_a_name_that_does_not_exist_is_told_as_such()
    {
        await using var server = new DnsResponder(query => query.Reply(0x8183)
            .Record(DnsRecordType.CNAME, MessageBytes.Name("b.test"))
            .Record(DnsRecordType.CNAME, MessageBytes.Name("no.test"), name: MessageBytes.Name("b.test")));
        List<PipelineItem> items = await AskAsync(server, new() { Name = ["a.test"], Type = ["A"] });

        Assert.Equal(["b.test.", "no.test."], items.Results<DnsRecord>().Select(record => record.Data));
        Assert.Equal(
            $"'a.test' is an alias of 'no.test', which does not exist, says {server.Address} (NXDOMAIN).",
            Assert.Single(items.Failures()).Message);
    }

    [Fact]
    public async Task Blanks_around_a_name_are_not_part_of_it()
    {
        await using var server = new DnsResponder(query => query.Found());
        List<PipelineItem> items = await AskAsync(
            server, new() { Name = ["  a.test\t", @"b\032.test ", "192.0.2.1 "], Type = ["A"] });

        Assert.Equal(3, items.Results<DnsRecord>().Count);
        Assert.Equal(
            ["1.2.0.192.in-addr.arpa", "a.test", "b .test"],
            server.Queries.Select(query => query.Name).Order(StringComparer.Ordinal));
    }

    private static byte[] SubTest => MessageBytes.Name("sub.test");

    private static ResolveDnsRecordRequest Of(DnsResponder server, ResolveDnsRecordRequest request)
        => request with { Server = [server.Address] };

    private static Task<List<PipelineItem>> AskAsync(DnsResponder server, ResolveDnsRecordRequest request)
        => new ResolveDnsRecordOperation().CollectAsync(Of(server, request));
}
