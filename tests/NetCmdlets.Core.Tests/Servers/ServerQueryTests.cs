using System.Globalization;
using System.Text.RegularExpressions;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Servers;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

public sealed class ServerQueryTests
{
    [Fact]
    public async Task Servers_are_found_by_number_and_by_name_with_wildcards_in_any_case()
    {
        await using NetServer bell = Start("query-bell");
        await using NetServer drum = Start("query-drum");
        Assert.Equal([bell], new ServerQuery { Id = [bell.Id] }.Find().Servers);
        Assert.Equal([bell, drum], new ServerQuery { Name = ["QUERY-*"] }.Find().Servers);
        Assert.Equal([drum], new ServerQuery { Name = ["query-d?um"], Kind = ["tcp*"] }.Find().Servers);
        Assert.Empty(new ServerQuery { Name = ["query-*"], Kind = ["Udp*"] }.Find().Servers);
        Assert.Equal([bell], new ServerQuery { Server = [bell, bell] }.Find().Servers);
    }

    [Fact]
    public async Task A_number_or_a_plain_name_of_no_server_is_a_failure_and_a_pattern_is_not()
    {
        await using NetServer bell = Start("query-one");
        (IReadOnlyList<NetServer> servers, IReadOnlyList<NetFailure> failures)
            = new ServerQuery { Id = [bell.Id, int.MaxValue] }.Find();
        Assert.Equal([bell], servers);
        Assert.Equal(FailureKind.ServerNotFound, failures.Single().Kind);
        Assert.Equal(int.MaxValue, failures.Single().Target);
        Assert.Equal("query-nobody", new ServerQuery { Name = ["query-nobody"] }.Find().Failures.Single().Target);
        Assert.Empty(new ServerQuery { Name = ["query-nobody*"] }.Find().Failures);
    }

    [Fact]
    public async Task A_stopped_server_is_still_found_by_its_number()
    {
        NetServer server = Start("query-stopped");
        await server.StopAsync(TimeSpan.Zero).Within();
        Assert.Equal([server], new ServerQuery { Id = [server.Id] }.Find().Servers);
        Assert.Empty(new ServerQuery { Name = ["query-stopped*"] }.Find().Servers);
    }

    [Fact]
    public async Task Events_follow_a_server_to_its_end()
    {
        NetServer server = Start("query-events");
        var seen = new List<NetServerEvent>();
        var first = new TaskCompletionSource();
        Task following = Task.Run(async () =>
        {
            var request = new GetNetServerEventRequest { Server = [server], Wait = true };
            await foreach (PipelineItem item in new GetNetServerEventOperation().RunAsync(request, default))
            {
                seen.Add((NetServerEvent)item.Payload);
                first.TrySetResult();
            }
        });
        await first.Task.Within();
        using (TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint))
        {
            await client.SendAsync("abc");
            await client.ReceiveAsync(3);
        }

        await server.WaitForAsync(NetServerEventKind.Closed);
        await server.StopAsync(TimeSpan.Zero).Within();
        await following.Within();
        Assert.Equal(
            [
                NetServerEventKind.Started, NetServerEventKind.Accepted, NetServerEventKind.Received,
                NetServerEventKind.Sent, NetServerEventKind.Closed, NetServerEventKind.Stopped,
            ],
            seen.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task Events_that_come_faster_than_they_are_taken_are_told_as_lost()
    {
        NetServer server = Start("query-lost");
        var request = new GetNetServerEventRequest { Server = [server], Wait = true };
        await using IAsyncEnumerator<PipelineItem> items
            = new GetNetServerEventOperation().RunAsync(request, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await items.MoveNextAsync().Within());
        const int Count = 10 * ServerEventLog.Capacity;
        for (int i = 0; i < Count; i++)
            server.Record(NetServerEventKind.Rejected);
        await server.StopAsync(TimeSpan.Zero).Within();

        int taken = 0;
        int lost = 0;
        while (await items.MoveNextAsync().Within())
        {
            if (items.Current.Kind == PipelineItemKind.Result)
                taken++;
            else
                lost += LostIn((string)items.Current.Payload);
        }

        Assert.InRange(lost, 1, Count);
        Assert.Equal(Count + 1, taken + lost);
    }

    [Fact]
    public async Task The_last_events_of_a_kind_are_the_latest()
    {
        await using NetServer server = Start("query-last");
        for (int i = 0; i < 3; i++)
        {
            using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
            long number = i + 1;
            client.FinishSending();
            await server.WaitForAsync(NetServerEventKind.Closed, entry => entry.ConnectionId == number);
        }

        List<PipelineItem> items = await new GetNetServerEventOperation().CollectAsync(
            new GetNetServerEventRequest { Server = [server], EventKind = [NetServerEventKind.Closed], Last = 2 });
        Assert.Equal([2L, 3L], items.Results<NetServerEvent>().Select(entry => entry.ConnectionId));
    }

    [Fact]
    public async Task Stopping_emits_the_servers_when_nothing_of_them_is_left()
    {
        NetServer one = Start("query-stop-1");
        NetServer two = Start("query-stop-2");
        List<PipelineItem> items = await new StopNetServerOperation().CollectAsync(
            new StopNetServerRequest { Server = [one, two] });
        Assert.Equal([one, two], items.Results<NetServer>());
        Assert.All(items.Results<NetServer>(), server => Assert.Equal(ServerState.Stopped, server.State));
    }

    private static int LostIn(string warning) => int.Parse(
        Regex.Match(warning, @": (\d+) events came faster").Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    private static TcpServer Start(string name)
        => TcpServer.Start("TcpEcho", new StartTcpEchoServerRequest { Name = name }, new TcpEchoService());
}
