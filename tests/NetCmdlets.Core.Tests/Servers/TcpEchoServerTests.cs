using System.Text;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

/// <summary>What an echo server does, whatever transport is under it.</summary>
public abstract class TcpEchoServerTests(IListenerFactory transport)
{
    [Fact]
    public async Task Echo_answers_text_byte_for_byte()
    {
        await using NetServer server = await StartAsync(new());
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync("grüß dich\n");
        Assert.Equal("grüß dich\n", await client.ReceiveTextAsync(12));
    }

    [Fact]
    public async Task Echo_answers_all_byte_values()
    {
        await using NetServer server = await StartAsync(new());
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        await client.SendAsync(all);
        Assert.Equal(all, await client.ReceiveAsync(256));
    }

    [Fact]
    public async Task Echo_answers_what_was_sent_before_the_half_close()
    {
        await using NetServer server = await StartAsync(new());
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        var data = new byte[1_000_000];
        new Random(7).NextBytes(data);
        Task sending = Task.Run(async () =>
        {
            await client.SendAsync(data);
            client.FinishSending();
        });
        byte[] answer = await client.ReceiveToEndAsync();
        await sending.Within();
        Assert.Equal(data, answer);
        NetServerEvent closed = await server.WaitForAsync(NetServerEventKind.Closed);
        Assert.Equal("PeerClosed", closed.Reason);
        Assert.Equal(1_000_000, closed.Bytes);
    }

    [Fact]
    public async Task Echo_streams_64_MiB_to_a_slow_reader_and_never_holds_more_than_a_buffer_of_it()
    {
        await using NetServer server = await StartAsync(new());
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint, receiveBufferBytes: 4096);
        const int Total = 64 * 1024 * 1024;
        var block = new byte[1024 * 1024];
        new Random(11).NextBytes(block);
        Task sending = Task.Run(async () =>
        {
            for (int i = 0; i < Total / block.Length; i++)
                await client.SendAsync(block);
            client.FinishSending();
        });
        for (int i = 0; i < Total / block.Length; i++)
        {
            byte[] answer = await client.ReceiveAsync(block.Length);
            Assert.True(block.SequenceEqual(answer), $"MiB {i} differs.");
            // In this order: what is sent in between only makes the difference smaller.
            long received = server.BytesReceived;
            Assert.InRange(received - server.BytesSent, long.MinValue, TcpEchoService.BufferBytes);
        }

        Assert.Empty(await client.ReceiveAsync(1));
        await sending.Within();
        await server.WaitForAsync(NetServerEventKind.Closed);
        Assert.Equal(Total, server.BytesReceived);
        Assert.Equal(Total, server.BytesSent);
    }

    [Fact]
    public async Task A_client_that_resets_does_not_disturb_the_others()
    {
        await using NetServer server = await StartAsync(new());
        using TestTcpClient steady = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        TestTcpClient rude = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await rude.SendAsync(new byte[200_000]);
        rude.Reset();
        NetServerEvent closed = await server.WaitForAsync(NetServerEventKind.Closed);
        Assert.Equal("Reset", closed.Reason);
        await steady.SendAsync("still here");
        Assert.Equal("still here", await steady.ReceiveTextAsync(10));
        Assert.Equal(1, server.ActiveConnections);
    }

    [Fact]
    public async Task An_idle_client_blocks_nobody()
    {
        await using NetServer server = await StartAsync(new());
        using TestTcpClient idle = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        using TestTcpClient busy = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await busy.SendAsync("x");
        Assert.Equal("x", await busy.ReceiveTextAsync(1));
    }

    [Fact]
    public async Task A_sequential_server_lets_the_second_client_wait_until_the_first_leaves()
    {
        await using NetServer server = await StartAsync(new() { Sequential = true });
        using TestTcpClient first = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        using TestTcpClient second = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await second.SendAsync("second");
        await first.SendAsync("first");
        Assert.Equal("first", await first.ReceiveTextAsync(5));
        Task<byte[]> waiting = second.ReceiveAsync(6);
        Assert.Equal(1, server.TotalConnections);
        Assert.False(waiting.IsCompleted);
        first.Dispose();
        Assert.Equal("second", Encoding.UTF8.GetString(await waiting.Within()));
        Assert.Equal(2, server.TotalConnections);
    }

    [Fact]
    public async Task A_sequential_server_stops_while_a_client_is_served()
    {
        NetServer server = await StartAsync(new() { Sequential = true });
        using TestTcpClient first = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await server.WaitForAsync(NetServerEventKind.Accepted);
        await server.StopAsync(TimeSpan.Zero).Within();
        Assert.Equal(ServerState.Stopped, server.State);
        Assert.Equal("Stopped", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
    }

    [Fact]
    public async Task Counters_are_exact_and_the_events_of_a_stream_add_up_to_them()
    {
        await using NetServer server = await StartAsync(new());
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        for (int i = 0; i < 1000; i++)
        {
            await client.SendAsync("0123456789");
            await client.ReceiveAsync(10);
        }

        client.FinishSending();
        await server.WaitForAsync(NetServerEventKind.Closed);
        Assert.Equal(10_000, server.BytesReceived);
        Assert.Equal(10_000, server.BytesSent);
        Assert.Equal(1000, server.MessagesReceived);
        List<NetServerEvent> received = server.AllOf(NetServerEventKind.Received);
        Assert.Equal(10, received[0].Bytes);
        Assert.Equal(10_000, received.Sum(e => e.Bytes));
        Assert.Equal(10_000, server.AllOf(NetServerEventKind.Sent).Sum(e => e.Bytes));
        Assert.InRange(received.Count, 1, 100);
    }

    [Fact]
    public async Task A_prefix_answers_each_message_as_text()
    {
        await using NetServer server = await StartAsync(new() { Prefix = "Echo: " });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync("héllo");
        Assert.Equal("Echo: héllo", await client.ReceiveTextAsync(12));
        NetServerEvent received = await server.WaitForAsync(NetServerEventKind.Received);
        Assert.Equal("héllo", received.Text);
        Assert.Equal(6, received.Bytes);
    }

    [Fact]
    public async Task A_prefix_server_waits_for_the_rest_of_a_character()
    {
        await using NetServer server = await StartAsync(new() { Prefix = ">" });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync([(byte)'a', 0xE2, 0x82]);
        Assert.Equal(">a", await client.ReceiveTextAsync(2));
        await client.SendAsync([0xAC]);
        Assert.Equal(">€", await client.ReceiveTextAsync(4));
    }

    [Fact]
    public async Task A_prefix_server_closes_a_client_whose_bytes_are_not_text()
    {
        await using NetServer server = await StartAsync(new() { Prefix = "Echo: " });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync([0x61, 0xFF, 0x62]);
        client.FinishSending();
        Assert.Empty(await client.ReceiveToEndAsync());
        NetServerEvent closed = await server.WaitForAsync(NetServerEventKind.Closed);
        Assert.StartsWith("ProtocolError", closed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prefix_server_closes_a_stream_that_ends_within_a_character()
    {
        await using NetServer server = await StartAsync(new() { Prefix = "Echo: " });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync([0xE2, 0x82]);
        client.FinishSending();
        Assert.Empty(await client.ReceiveToEndAsync());
        Assert.StartsWith(
            "ProtocolError",
            (await server.WaitForAsync(NetServerEventKind.Closed)).Reason,
            StringComparison.Ordinal);
    }

    protected async Task<NetServer> StartAsync(StartTcpEchoServerRequest request)
        => (await new StartTcpEchoServerOperation(transport).CollectAsync(request)).Results<NetServer>().Single();
}
