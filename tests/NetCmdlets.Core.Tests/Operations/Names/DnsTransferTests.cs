using NetCmdlets.Core.Tests.Protocols;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Names;
using NetCmdlets.Pipeline;
using NetCmdlets.Protocols.Dns;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Names;

/// <summary>Transfers of whole zones (RFC 5936).</summary>
public sealed class DnsTransferTests
{
    [Fact]
    public async Task A_zone_in_several_messages_comes_whole_and_in_its_order()
    {
        await using var server = new DnsStreamServer(async peer =>
        {
            DnsResponder.Query query = (await peer.ReadAsync())!;
            Assert.Equal((DnsRecordType.AXFR, false, false), (query.Type, query.Recursion, query.Edns));
            await peer.SendAsync(Address(Soa(query.Reply(0x8400)), 1));
            // Messages after the first may leave the question out.
            await peer.SendAsync(Address(Address(new MessageBytes(query.Id, 0x8400), 2), 3));
            await peer.SendAsync(Soa(new MessageBytes(query.Id, 0x8400)));
            await peer.ReadAsync();
        });
        List<PipelineItem> items = await TransferAsync(server);

        Assert.Empty(items.Failures());
        List<DnsRecord> records = items.Results<DnsRecord>();
        Assert.Equal(["SOA", "A", "A", "A", "SOA"], records.Select(record => record.Type));
        Assert.Equal(["192.0.2.1", "192.0.2.2", "192.0.2.3"], records[1..4].Select(record => record.Data));
        Assert.All(records, record => Assert.Equal(
            ("a.test", TransportProtocol.Tcp, true, server.Address),
            (record.Question, record.Protocol, record.Authoritative, record.Server?.ToString())));
    }

    [Fact]
    public async Task Records_are_emitted_before_the_next_message_comes()
    {
        var seen = new TaskCompletionSource();
        await using var server = new DnsStreamServer(async peer =>
        {
            DnsResponder.Query query = (await peer.ReadAsync())!;
            await peer.SendAsync(Soa(query.Reply(0x8400)));
            await seen.Task;
            await peer.SendAsync(Soa(new MessageBytes(query.Id, 0x8400)));
        });
        await using var operation = new ResolveDnsRecordOperation();
        await using IAsyncEnumerator<PipelineItem> items = operation.RunAsync(Of(server), default).GetAsyncEnumerator();
        Assert.True(await items.MoveNextAsync().Within());
        Assert.IsType<DnsSoaRecord>(items.Current.Payload);
        seen.SetResult();

        Assert.True(await items.MoveNextAsync().Within());
        Assert.False(await items.MoveNextAsync().Within());
    }

    [Theory]
    [InlineData(0x8405, "REFUSED")]
    [InlineData(0x8409, "NOTAUTH")]
    public async Task A_server_that_does_not_allow_it_is_told(int flags, string code)
    {
        await using var server = new DnsStreamServer(async peer =>
            await peer.SendAsync((await peer.ReadAsync())!.Reply(flags)));
        NetFailure failure = Assert.Single((await TransferAsync(server)).Failures());

        Assert.Equal((FailureKind.NameServerFailed, "a.test"), (failure.Kind, failure.Target));
        Assert.Equal(
            $"{server.Address} answered {code} about 'a.test' (AXFR). It does not serve this zone, or does not let this "
            + "client transfer it. Ask a server of the zone, from an address that it allows.",
            failure.Message);
    }

    [Fact]
    public async Task A_zone_without_its_last_SOA_is_not_whole()
    {
        await using var server = new DnsStreamServer(async peer =>
            await peer.SendAsync(Address(Soa((await peer.ReadAsync())!.Reply(0x8400)), 1)));
        List<PipelineItem> items = await TransferAsync(server);

        Assert.Equal(["SOA", "A"], items.Results<DnsRecord>().Select(record => record.Type));
        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal(FailureKind.PeerClosed, failure.Kind);
        Assert.Equal(
            $"TCP {server.Address} closed the connection after 2 records of the zone 'a.test', before the SOA that ends "
            + "it: the zone is not whole.",
            failure.Message);
    }

    [Theory]
    [InlineData("empty", "a message of the transfer has no records", 0)]
    [InlineData("address", "the transfer begins with A and not with the zone's SOA", 0)]
    [InlineData("another", "the transfer ends with another SOA (serial 2) than it began with (serial 1)", 1)]
    [InlineData("beyond", "records come after the SOA that ends the zone", 2)]
    [InlineData("cut", "3 bytes are announced and 2 are there at byte", 0)]
    public async Task What_is_no_zone_is_told(string kind, string fault, int emitted)
    {
        await using var server = new DnsStreamServer(async peer =>
        {
            MessageBytes reply = (await peer.ReadAsync())!.Reply(0x8400);
            await peer.SendAsync(kind switch
            {
                "empty" => reply,
                "address" => Address(reply, 1),
                "another" => Soa(Soa(reply), serial: 2),
                "beyond" => Address(Soa(Soa(reply)), 1),
                _ => reply.Record(DnsRecordType.TXT, [1, 2], length: 3),
            });
            await peer.ReadAsync();
        });
        List<PipelineItem> items = await TransferAsync(server);

        Assert.Equal(emitted, items.Results<DnsRecord>().Count);
        NetFailure failure = Assert.Single(items.Failures());
        Assert.Equal(FailureKind.ProtocolError, failure.Kind);
        Assert.Contains($"is malformed: {fault}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_server_is_asked_where_one_refuses()
    {
        await using var refusing = new DnsStreamServer(async peer =>
            await peer.SendAsync((await peer.ReadAsync())!.Reply(0x8405)));
        await using var serving = new DnsStreamServer(async peer =>
            await peer.SendAsync(Soa(Soa((await peer.ReadAsync())!.Reply(0x8400)))));
        await using var operation = new ResolveDnsRecordOperation();
        List<PipelineItem> items = await operation.CollectAsync(
            Of(refusing) with { Server = [refusing.Address, serving.Address] });

        Assert.Equal(2, items.Results<DnsRecord>().Count);
        Assert.Empty(items.Failures());
        Assert.Contains(items, item => item.Kind == PipelineItemKind.Verbose
            && item.Payload.ToString()!.Contains("answered REFUSED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_goes_with_no_other_type()
    {
        NetException error = await Assert.ThrowsAsync<NetException>(() => new ResolveDnsRecordOperation()
            .CollectAsync(new() { Name = ["a.test"], Type = ["AXFR", "A"], Server = ["127.0.0.1"] }));
        Assert.Equal(FailureKind.InvalidRequest, error.Failure.Kind);
    }

    [Fact]
    public async Task A_stop_in_the_middle_closes_the_connection()
    {
        var ended = new TaskCompletionSource();
        await using var server = new DnsStreamServer(async peer =>
        {
            await peer.SendAsync(Soa((await peer.ReadAsync())!.Reply(0x8400)));
            try
            {
                await peer.ReadAsync();
            }
            finally
            {
                ended.SetResult();
            }
        });
        using var stop = new CancellationTokenSource();
        await using var operation = new ResolveDnsRecordOperation();
        await using (IAsyncEnumerator<PipelineItem> items = operation.RunAsync(Of(server), stop.Token)
            .GetAsyncEnumerator(CancellationToken.None))
        {
            Assert.True(await items.MoveNextAsync().Within());
            ValueTask<bool> next = items.MoveNextAsync();
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.Within());
        }

        await ended.Task.Within();
    }

    private static MessageBytes Soa(MessageBytes message, byte serial = 1) => message.Record(
        DnsRecordType.SOA,
        [.. MessageBytes.Name("ns.a.test"), .. MessageBytes.Name("h.a.test"), 0, 0, 0, serial, .. new byte[16]],
        name: MessageBytes.Name("a.test"));

    private static MessageBytes Address(MessageBytes message, byte last)
        => message.Record(DnsRecordType.A, [192, 0, 2, last], name: MessageBytes.Name("h.a.test"));

    private static ResolveDnsRecordRequest Of(DnsStreamServer server)
        => new() { Name = ["a.test"], Type = ["AXFR"], Server = [server.Address] };

    private static async Task<List<PipelineItem>> TransferAsync(DnsStreamServer server)
    {
        await using var operation = new ResolveDnsRecordOperation();
        return await operation.CollectAsync(Of(server));
    }
}
