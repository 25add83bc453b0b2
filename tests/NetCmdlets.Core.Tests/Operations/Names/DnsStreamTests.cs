using System.Globalization;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Names;
using NetCmdlets.Pipeline;
using NetCmdlets.Protocols.Dns;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Names;

/// <summary>Questions over TCP: how they share connections (RFC 7766, section 6.2).</summary>
public sealed class DnsStreamTests
{
    [Fact]
    public async Task Many_questions_are_in_flight_on_one_connection_and_answered_in_any_order()
    {
        await using var server = new DnsStreamServer(async peer =>
        {
            // None is answered before all have come.
            List<DnsResponder.Query> queries = await peer.ReadAsync(40);
            foreach (DnsResponder.Query query in Enumerable.Reverse(queries))
                await peer.SendAsync(query.Found(NumberOf(query)));
            await peer.ReadAsync();
        });
        List<PipelineItem> items = await AskAsync(server, 40);

        AssertAnswered(items, 40);
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task Several_answers_in_one_segment_and_answers_in_pieces_are_taken_apart()
    {
        await using var server = new DnsStreamServer(async peer =>
        {
            byte[] all = [.. (await peer.ReadAsync(20)).SelectMany(query =>
            {
                byte[] message = query.Found(NumberOf(query)).ToArray();
                return (byte[])[(byte)(message.Length >> 8), (byte)message.Length, .. message];
            })];
            await peer.SendRawAsync(all[..333]);
            await peer.SendRawAsync(all[333..334]);
            await peer.SendRawAsync(all[334..]);
            await peer.ReadAsync();
        });
        AssertAnswered(await AskAsync(server, 20), 20);
        Assert.Single(server.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_server_left_unanswered_is_asked_again_over_connections_of_so_many(bool reset)
    {
        await using var server = new DnsStreamServer(async peer =>
        {
            List<DnsResponder.Query> queries = await peer.ReadAsync(peer.Number == 0 ? 10 : 0);
            for (int i = 0; i < 4; i++)
            {
                if ((peer.Number == 0 ? queries[i] : await peer.ReadAsync()) is { } query)
                    await peer.SendAsync(query.Found(NumberOf(query)));
            }

            if (reset && peer.Number == 0)
                peer.Reset();
        });
        List<PipelineItem> items = await AskAsync(server, 10);

        AssertAnswered(items, 10);
        Assert.Equal([10, 4, 2], server.Asked.OrderBy(pair => pair.Key).Select(pair => pair.Value.Count));
        Assert.Contains(items, item => item.Kind == PipelineItemKind.Verbose
            && item.Payload.ToString()!.Contains("asked again over another", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_answers_one_question_a_connection_is_asked_so()
    {
        await using var server = new DnsStreamServer(async peer =>
        {
            if (await peer.ReadAsync() is { } query)
                await peer.SendAsync(query.Found(NumberOf(query)));
        });
        AssertAnswered(await AskAsync(server, 30), 30);
    }

    [Fact]
    public async Task A_question_that_is_left_unanswered_twice_has_failed()
    {
        await using var server = new DnsStreamServer(async peer => await peer.ReadAsync());
        NetFailure failure = Assert.Single((await AskAsync(server, 1)).Failures());

        Assert.Equal(FailureKind.PeerClosed, failure.Kind);
        Assert.Contains("closed the connection after 0 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["n0.test", "n0.test"], server.Asked.SelectMany(pair => pair.Value));
    }

    [Fact]
    public async Task The_connection_is_there_for_later_questions_and_a_new_one_where_the_server_has_closed_it()
    {
        await using var server = new DnsStreamServer(async peer =>
        {
            for (int i = 0; i < 3 && await peer.ReadAsync() is { } query; i++)
                await peer.SendAsync(query.Found(NumberOf(query)));
        });
        await using var operation = new ResolveDnsRecordOperation();
        for (int i = 0; i < 6; i++)
        {
            List<PipelineItem> items = await operation.CollectAsync(Of(server, $"n{i}.test"));
            Assert.Equal($"192.0.2.{i}", Assert.Single(items.Results<DnsRecord>()).Data);
        }

        // A question that crosses the server's FIN goes to a third.
        Assert.InRange(server.Asked.Count, 2, 3);
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_is_passed_over_and_the_connection_goes_on()
    {
        var late = new TaskCompletionSource();
        await using var server = new DnsStreamServer(async peer =>
        {
            List<DnsResponder.Query> queries = await peer.ReadAsync(2);
            await late.Task;
            foreach (DnsResponder.Query query in queries)
                await peer.SendAsync(query.Found(NumberOf(query)));
            await peer.ReadAsync();
        });
        await using DnsResolver resolver = ResolverOf(server);
        using var stop = new CancellationTokenSource();
        Task<DnsAnswer> first = resolver.AskAsync(QueryFor("n1.test"), stop.Token);
        Task<DnsAnswer> second = resolver.AskAsync(QueryFor("n2.test"), CancellationToken.None);
        await Until.TrueAsync(() => server.Asked.Values.Sum(queue => queue.Count) == 2);
        await stop.CancelAsync();
        await first.Within();
        late.SetResult();

        Assert.Equal("192.0.2.2", Assert.Single((await second.Within()).Message!.Records).Data);
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task An_idle_connection_is_closed()
    {
        var clock = new ManualClock();
        var ended = new TaskCompletionSource<bool>();
        await using var server = new DnsStreamServer(async peer =>
        {
            DnsResponder.Query query = (await peer.ReadAsync())!;
            await peer.SendAsync(query.Found(NumberOf(query)));
            ended.SetResult(await peer.ReadAsync() is null);
        });
        await using DnsResolver resolver = ResolverOf(server, clock);
        await resolver.AskAsync(QueryFor("n1.test"), CancellationToken.None).Within();
        Assert.False(ended.Task.IsCompleted);
        clock.Advance(DnsStream.IdleLimit);

        Assert.True(await ended.Task.Within());
    }

    [Fact]
    public async Task The_end_of_the_use_closes_the_connection()
    {
        var ended = new TaskCompletionSource<bool>();
        await using var server = new DnsStreamServer(async peer =>
        {
            DnsResponder.Query query = (await peer.ReadAsync())!;
            await peer.SendAsync(query.Found(NumberOf(query)));
            ended.SetResult(await peer.ReadAsync() is null);
        });
        await using (var operation = new ResolveDnsRecordOperation())
        {
            await operation.CollectAsync(Of(server, "n1.test"));
            Assert.False(ended.Task.IsCompleted);
        }

        Assert.True(await ended.Task.Within());
    }

    [Theory]
    [InlineData("another question", "it does not answer the question")]
    [InlineData("eleven octets", "a message of 11 octets is too short for a header")]
    public async Task A_message_that_answers_nothing_is_told_at_once(string kind, string fault)
    {
        await using var server = new DnsStreamServer(async peer =>
        {
            DnsResponder.Query query = (await peer.ReadAsync())!;
            await (kind == "another question"
                ? peer.SendAsync((query with { Name = "x.test" }).Found())
                : peer.SendAsync(new byte[11]));
            await peer.ReadAsync();
        });
        NetFailure failure = Assert.Single((await AskAsync(server, 1)).Failures());

        Assert.Equal(FailureKind.ProtocolError, failure.Kind);
        Assert.Contains($"is malformed: {fault}.", failure.Message, StringComparison.Ordinal);
    }

    private static byte NumberOf(DnsResponder.Query query)
        => byte.Parse(query.Name[1..query.Name.IndexOf('.', StringComparison.Ordinal)], CultureInfo.InvariantCulture);

    private static void AssertAnswered(List<PipelineItem> items, int count)
    {
        Assert.Empty(items.Failures());
        Assert.Equal(
            Enumerable.Range(0, count).Select(i => $"n{i}.test 192.0.2.{i}").Order(StringComparer.Ordinal),
            items.Results<DnsRecord>().Select(record => $"{record.Question} {record.Data}")
                .Order(StringComparer.Ordinal));
    }

    private static async Task<List<PipelineItem>> AskAsync(DnsStreamServer server, int count)
    {
        await using var operation = new ResolveDnsRecordOperation();
        return await operation.CollectAsync(
            Of(server, [.. Enumerable.Range(0, count).Select(i => $"n{i}.test")]));
    }

    private static ResolveDnsRecordRequest Of(DnsStreamServer server, params string[] names)
        => new() { Name = names, Type = ["A"], Tcp = true, Server = [server.Address] };

    private static DnsQuery QueryFor(string name) => DnsQuery.Create(name, DnsRecordType.A, out _)!;

    private static DnsResolver ResolverOf(DnsStreamServer server, ManualClock? clock = null) => new(
        [server.EndPoint],
        new DnsResolverOptions
        {
            Tcp = true,
            Retries = new RetryPolicy { Time = clock ?? TimeProvider.System },
        });
}
