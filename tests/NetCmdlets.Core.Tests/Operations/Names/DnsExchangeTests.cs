using System.Net;
using System.Net.Sockets;
using NetCmdlets.Core.Tests.Protocols;
using NetCmdlets.Core.Tests.Udp;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Names;
using NetCmdlets.Pipeline;
using NetCmdlets.Protocols.Dns;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Names;

/// <summary>What happens between the question and the answer.</summary>
public sealed class DnsExchangeTests
{
    [Fact]
    public async Task A_cut_answer_is_asked_for_again_over_TCP_and_put_together_from_single_bytes()
    {
        await using var server = new DnsResponder(query => query.IsTcp ? query.Found(7) : query.Reply(0x8380))
        {
            PieceBytes = 1,
        };
        List<PipelineItem> items = await AskAsync(server, new() { Name = ["a.test"], Type = ["A"] });

        DnsRecord record = Assert.Single(items.Results<DnsRecord>());
        Assert.Equal(("192.0.2.7", TransportProtocol.Tcp), (record.Data, record.Protocol));
        Assert.Equal([false, true], server.Queries.Select(query => query.IsTcp));
        Assert.Contains(items, item => item.Kind == PipelineItemKind.Verbose
            && item.Payload.ToString()!.Contains("asking again over TCP", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TCP_alone_is_used_where_it_is_asked_for_and_a_stream_that_ends_early_is_told()
    {
        await using var server = new DnsResponder(
            query => query.IsTcp && query.Name == "a.test" ? [query.Found().ToArray()] : []);
        List<PipelineItem> items = await AskAsync(
            server, new() { Name = ["a.test", "b.test"], Type = ["A"], Tcp = true, ThrottleLimit = 1 });

        Assert.Equal("192.0.2.1", Assert.Single(items.Results<DnsRecord>()).Data);
        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal(FailureKind.PeerClosed, failure.Kind);
        Assert.Contains("closed the connection after 0 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x8181, false)]
    [InlineData(0x8184, true)]
    public async Task A_server_without_EDNS_is_asked_without_it(int flags, bool withQuestion)
    {
        await using var server = new DnsResponder(query => !query.Edns ? query.Found(4)
            : withQuestion ? query.Reply(flags) : new MessageBytes(query.Id, (ushort)flags));
        List<PipelineItem> items = await AskAsync(server, new() { Name = ["a.test"], Type = ["A"] });

        Assert.Equal("192.0.2.4", Assert.Single(items.Results<DnsRecord>()).Data);
        Assert.Equal([true, false], server.Queries.Select(query => query.Edns));
    }

    [Fact]
    public async Task Datagrams_of_another_id_or_question_are_passed_over()
    {
        await using var server = new DnsResponder(query =>
        [
            (query with { Id = (ushort)(query.Id + 1) }).Found(6).ToArray(),
            (query with { Name = "b.test" }).Found(6).ToArray(),
            [],
            query.Found(5).ToArray(),
        ]);
        List<PipelineItem> items = await AskAsync(server, new() { Name = ["a.test"], Type = ["A"] });

        Assert.Equal("192.0.2.5", Assert.Single(items.Results<DnsRecord>()).Data);
        Assert.Equal(3, items.Count(item => item.Kind == PipelineItemKind.Verbose));
    }

    [Fact]
    public async Task A_datagram_of_another_port_is_no_answer()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await using var server = new DnsResponder(query =>
        {
            other.SendTo(query.Found(6).ToArray(), new IPEndPoint(IPAddress.Loopback, query.Port));
            return query.Found(5);
        });
        List<PipelineItem> items = await AskAsync(server, new() { Name = ["a.test"], Type = ["A"] });

        Assert.Equal("192.0.2.5", Assert.Single(items.Results<DnsRecord>()).Data);
    }

    [Fact]
    public async Task A_malformed_answer_is_told_and_not_waited_out()
    {
        await using var server = new DnsResponder(query => query.Reply().Record(DnsRecordType.A, [1, 2, 3]));
        List<PipelineItem> items = await AskAsync(server, new() { Name = ["a.test"], Type = ["A"] });
        NetFailure failure = Assert.Single(items.Failures());

        Assert.Equal(FailureKind.ProtocolError, failure.Kind);
        Assert.Contains("is malformed: the end comes before data at byte", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_query_is_sent_again_from_the_same_port()
    {
        var clock = new ManualClock();
        int heard = 0;
        await using var server = new DnsResponder(query => ++heard == 3 ? [query.Found(8).ToArray()] : []);
        Task<DnsAnswer> asking = ResolverOf(server, clock).AskAsync(Query, CancellationToken.None);
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(2));
        clock.Advance(TimeSpan.FromSeconds(2));

        DnsAnswer answer = await asking.Within();
        Assert.Equal("192.0.2.8", Assert.Single(answer.Message!.Records).Data);
        Assert.Equal(TimeSpan.FromSeconds(3), answer.Elapsed);
        Assert.Equal(3, server.Queries.Count);
        Assert.Single(server.Queries.Select(query => (query.Port, query.Id)).Distinct());
    }

    [Fact]
    public async Task Silence_ends_in_a_time_out_and_the_rounds_go_on_as_asked()
    {
        var clock = new ManualClock();
        await using var server = new DnsResponder(_ => (IEnumerable<byte[]>)[]);
        Task<DnsAnswer> asking = ResolverOf(server, clock, retryCount: 1).AskAsync(Query, CancellationToken.None);
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(5));
        // The pause between the rounds, and then the second one's own.
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(5));

        NetFailure failure = (await asking.Within()).Failure!;
        Assert.Equal(FailureKind.ConnectionTimedOut, failure.Kind);
        Assert.Contains(
            $"Asking UDP {server.Address} for 'a.test' failed: no answer within 5 s.",
            failure.Message,
            StringComparison.Ordinal);
        // The responder may be behind.
        await Until.TrueAsync(() => server.Queries.Select(query => query.Port).Distinct().Count() == 2);
    }

    [Fact]
    public async Task A_port_where_nothing_listens_is_refused_at_once()
    {
        string closed = $"127.0.0.1:{UdpPeer.ClosedPort()}";
        NetFailure failure = Assert.Single((await new ResolveDnsRecordOperation().CollectAsync(
            new() { Name = ["a.test"], Type = ["A"], Server = [closed] })).Failures());

        Assert.Equal(FailureKind.ConnectionRefused, failure.Kind);
        Assert.Contains($"Asking UDP {closed}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_question_has_a_port_and_an_id_of_its_own_and_many_are_asked_at_once()
    {
        await using var server = new DnsResponder(query => query.Found());
        string[] names = [.. Enumerable.Range(0, 500).Select(i => $"n{i}.test")];
        List<PipelineItem> items = await AskAsync(server, new() { Name = names, Type = ["A"], ThrottleLimit = 50 });

        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            items.Results<DnsRecord>().Select(record => record.Question!).Order(StringComparer.Ordinal));
        // A port is free again when its question is answered, so it may come up twice, as an id may.
        Assert.InRange(server.Queries.Select(query => query.Port).Distinct().Count(), 250, 500);
        Assert.InRange(server.Queries.Select(query => query.Id).Distinct().Count(), 450, 500);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_ends_it_and_leaves_nothing_open(bool tcp)
    {
        await using var server = new DnsResponder(query => tcp && query.IsTcp ? [new byte[1]] : []);
        using var stop = new CancellationTokenSource();
        Task<List<PipelineItem>> asking = new ResolveDnsRecordOperation().CollectAsync(
            Of(server, new() { Name = ["a.test"], Type = ["A"], Timeout = TimeSpan.FromHours(1) }), stop.Token);
        await Until.TrueAsync(() => !server.Queries.IsEmpty);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.Within());
    }

    private static DnsQuery Query => DnsQuery.Create("a.test", DnsRecordType.A, out _)!;

    // Without jitter: the pauses are 1 s, 2 s and so on.
    private static DnsResolver ResolverOf(DnsResponder server, ManualClock clock, int retryCount = 0) => new(
        [IPEndPoint.Parse(server.Address)],
        new DnsResolverOptions
        {
            Retries = new RetryPolicy { RetryCount = retryCount, Time = clock, Random = new Longest() },
        });

    private static ResolveDnsRecordRequest Of(DnsResponder server, ResolveDnsRecordRequest request)
        => request with { Server = [server.Address] };

    private static Task<List<PipelineItem>> AskAsync(DnsResponder server, ResolveDnsRecordRequest request)
        => new ResolveDnsRecordOperation().CollectAsync(Of(server, request));

    private sealed class Longest : Random
    {
        public override double NextDouble() => 1;
    }
}
