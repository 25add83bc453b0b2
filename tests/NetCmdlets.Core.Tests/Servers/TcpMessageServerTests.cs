using System.Text;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Operations.Servers;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Handlers;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

public sealed class TcpMessageServerTests
{
    [Fact]
    public async Task A_table_answers_and_a_close_word_in_any_case_closes_after_its_reply()
    {
        await using NetServer server = Start(new() { Response = ["*=accepted"], CloseOn = ["close"], CloseReply = "closed" });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync("anything");
        Assert.Equal("accepted", await client.ReceiveTextAsync(8));
        await client.SendAsync("CLOSE\r\n");
        Assert.Equal("closed", Encoding.UTF8.GetString(await client.ReceiveToEndAsync()));
        client.Dispose();
        Assert.Equal("Completed", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
    }

    [Fact]
    public async Task A_close_reply_arrives_although_the_client_sent_more_behind_the_word()
    {
        await using NetServer server = Start(
            new() { Response = ["*=x"], CloseOn = ["bye"], CloseReply = "goodbye", Framing = FramingKind.Line });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync("bye\n" + new string('m', 100_000));
        client.FinishSending();
        Assert.Equal("goodbye\n", Encoding.UTF8.GetString(await client.ReceiveToEndAsync()));
    }

    [Fact]
    public async Task A_message_without_a_response_is_not_answered()
    {
        await using NetServer server = Start(new() { Response = ["ping=pong"], Framing = FramingKind.Line });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync("what\nPING\n");
        Assert.Equal("pong\n", await client.ReceiveTextAsync(5));
        Assert.Equal(2, server.MessagesReceived);
    }

    [Theory]
    [InlineData(FramingKind.Line, "one\ntwo\n", "ONE\nTWO\n")]
    [InlineData(FramingKind.Delimiter, "one;;two;;", "ONE;;TWO;;")]
    [InlineData(FramingKind.LengthPrefix, "\0\u0003one\0\u0003two", "\0\u0003ONE\0\u0003TWO")]
    public async Task Coalesced_messages_are_answered_one_by_one(FramingKind framing, string sent, string expected)
    {
        await using NetServer server = Start(new()
        {
            Handler = ScriptedHandler.Of(connection => connection.Text!.ToUpperInvariant()),
            Framing = framing,
            Delimiter = framing == FramingKind.Delimiter ? ";;" : null,
            PrefixBytes = 2,
        });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(sent);
        client.FinishSending();
        Assert.Equal(expected, Encoding.UTF8.GetString(await client.ReceiveToEndAsync()));
    }

    [Fact]
    public async Task A_greeting_comes_before_everything()
    {
        await using NetServer server = Start(new() { Response = ["*=x"], Greeting = "Welcome", Framing = FramingKind.Line });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        Assert.Equal("Welcome\n", await client.ReceiveTextAsync(8));
    }

    [Fact]
    public async Task Each_client_has_a_state_of_its_own()
    {
        await using NetServer server = Start(new()
        {
            Handler = ScriptedHandler.Of(connection =>
            {
                int count = (int?)connection.State["count"] + 1 ?? 1;
                connection.State["Count"] = count;
                return $"{connection.Id}:{count}";
            }),
        });
        using TestTcpClient first = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        using TestTcpClient second = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        foreach (string expected in (string[])["1", "2", "3"])
        {
            await first.SendAsync("x");
            Assert.EndsWith(":" + expected, await first.ReceiveTextAsync(3), StringComparison.Ordinal);
        }

        await second.SendAsync("x");
        Assert.EndsWith(":1", await second.ReceiveTextAsync(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_may_send_before_it_returns_and_close_after()
    {
        await using NetServer server = Start(new()
        {
            Handler = ScriptedHandler.Of(connection =>
            {
                connection.Send("first ");
                connection.Close();
                return "second";
            }),
        });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync("x");
        Assert.Equal("first second", Encoding.UTF8.GetString(await client.ReceiveToEndAsync()));
    }

    [Fact]
    public async Task A_handlers_error_closes_its_client_after_its_replies_and_no_other()
    {
        await using NetServer server = Start(new()
        {
            Handler = new ScriptedHandler((connection, _) => Task.FromResult(connection.Text == "bad"
                ? new HandlerResult(["partly"u8.ToArray()], "no idea", new InvalidOperationException("no idea"))
                : new HandlerResult(["fine"u8.ToArray()]))),
        });
        using TestTcpClient steady = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await steady.SendAsync("good");
        Assert.Equal("fine", await steady.ReceiveTextAsync(4));
        using TestTcpClient faulty = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await faulty.SendAsync("bad");
        Assert.Equal("partly", Encoding.UTF8.GetString(await faulty.ReceiveToEndAsync()));
        faulty.Dispose();
        NetServerEvent error = await server.WaitForAsync(NetServerEventKind.HandlerError);
        Assert.Equal("no idea", error.Reason);
        Assert.Equal(2, error.ConnectionId);
        Assert.Equal("HandlerError", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
        await steady.SendAsync("good");
        Assert.Equal("fine", await steady.ReceiveTextAsync(4));
        Assert.Equal(ServerState.Running, server.State);
    }

    [Fact]
    public async Task A_handler_that_throws_against_its_contract_closes_its_client_only()
    {
        await using NetServer server = Start(new()
        {
            Handler = new ScriptedHandler((connection, _) => connection.Text == "bad"
                ? throw new InvalidOperationException("broken")
                : Task.FromResult(new HandlerResult(["fine"u8.ToArray()]))),
        });
        using TestTcpClient faulty = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await faulty.SendAsync("bad");
        await server.WaitForAsync(NetServerEventKind.Closed);
        using TestTcpClient steady = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await steady.SendAsync("good");
        Assert.Equal("fine", await steady.ReceiveTextAsync(4));
    }

    [Fact]
    public async Task A_handler_that_waits_for_ever_is_ended_by_the_stop_and_then_disposed()
    {
        var entered = new TaskCompletionSource();
        var handler = new ScriptedHandler(async (_, stopping) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, stopping);
            return new HandlerResult([]);
        });
        NetServer server = Start(new() { Handler = handler });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync("x");
        await entered.Task.Within();
        await server.StopAsync(TimeSpan.FromMilliseconds(50)).Within();
        Assert.True(handler.IsDisposed);
        Assert.Equal("Stopped", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
    }

    [Theory]
    [InlineData(1, "A handler did not end at the stop and keeps its thread until the call under way returns.")]
    [InlineData(2, "2 handlers did not end at the stop and keep their threads until the call under way returns.")]
    public async Task A_handler_that_the_stop_could_not_end_is_told(int leftBehind, string error)
    {
        NetServer server = Start(new()
        {
            Handler = new ScriptedHandler((_, _) => Task.FromResult(new HandlerResult([]))) { LeftBehind = leftBehind },
        });
        List<PipelineItem> items = await new StopNetServerOperation().CollectAsync(
            new StopNetServerRequest { Server = [server] });
        Assert.Equal(error, server.LastError);
        Assert.Equal(error, (await server.WaitForAsync(NetServerEventKind.Error)).Reason);
        Assert.Equal(
            $"{server}: {error}", items.Single(item => item.Kind == PipelineItemKind.Warning).Payload);
        Assert.Equal([server], items.Results<NetServer>());
    }

    [Fact]
    public async Task A_slow_handler_does_not_make_its_client_idle()
    {
        var time = new ManualClock();
        var entered = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using NetServer server = TcpServer.Start(
            "Tcp",
            new StartTcpServerRequest { IdleTimeout = TimeSpan.FromSeconds(5) },
            new TcpMessageService(new StartTcpServerRequest
            {
                Handler = new ScriptedHandler(async (_, _) =>
                {
                    entered.SetResult();
                    await go.Task;
                    return new HandlerResult(["done"u8.ToArray()]);
                }),
            }),
            time: time);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync("x");
        await entered.Task.Within();
        time.Advance(TimeSpan.FromMinutes(1));
        go.SetResult();
        Assert.Equal("done", await client.ReceiveTextAsync(4));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(await client.ReceiveToEndAsync());
    }

    [Theory]
    [InlineData(FramingKind.Line, new byte[] { 0x61, 0xFF, 0x0A }, "ProtocolError: The message is not utf-8 text.")]
    [InlineData(FramingKind.Raw, new byte[] { 0xC0, 0x80 }, "ProtocolError: The message is not utf-8 text.")]
    [InlineData(FramingKind.LengthPrefix, new byte[] { 0, 0, 0, 9, 1 }, "ProtocolError: The stream ended within a message.")]
    [InlineData(FramingKind.LengthPrefix, new byte[] { 0, 0, 1, 0 }, "Limit: The message is longer than allowed.")]
    public async Task What_breaks_the_protocol_closes_its_client_with_the_reason(
        FramingKind framing, byte[] data, string reason)
    {
        await using NetServer server = Start(new() { Response = ["*=x"], Framing = framing, MaxMessageBytes = 100 });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(data);
        client.FinishSending();
        Assert.Empty(await client.ReceiveToEndAsync());
        Assert.Equal(reason, (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
    }

    [Fact]
    public async Task A_line_over_the_limit_closes_its_client_however_it_is_sent()
    {
        await using NetServer server = Start(
            new() { Response = ["*=x"], Framing = FramingKind.Line, MaxMessageBytes = 1000 });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(new string('m', 1000) + "\n");
        Assert.Equal("x\n", await client.ReceiveTextAsync(2));
        await client.SendAsync(new string('m', 5000));
        Assert.Empty(await client.ReceiveToEndAsync());
        client.Dispose();
        Assert.StartsWith(
            "Limit", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_are_taken_as_bytes_where_that_is_asked_for()
    {
        await using NetServer server = Start(new()
        {
            AsByteStream = true,
            Handler = new ScriptedHandler((connection, _) => Task.FromResult(
                new HandlerResult([(byte[])connection.Message, [0xFF]]))),
        });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync([0xFE, 0x00]);
        Assert.Equal([0xFE, 0x00, 0xFF], await client.ReceiveAsync(3));
    }

    [Fact]
    public async Task Events_keep_the_beginning_of_a_long_text_only()
    {
        await using NetServer server = Start(new() { Response = ["*=ok"] });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(new string('m', 2000));
        Assert.Equal("ok", await client.ReceiveTextAsync(2));
        NetServerEvent received = await server.WaitForAsync(NetServerEventKind.Received);
        Assert.Equal(2000, received.Bytes);
        Assert.Equal(new string('m', 256), received.Text);
    }

    [Fact]
    public void A_close_reply_without_a_close_word_is_refused()
        => Assert.Contains(
            "-CloseOn",
            Assert.Throws<NetException>(() => Start(new() { Response = ["a=b"], CloseReply = "bye" })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_table_and_a_handler_together_or_neither_are_refused()
    {
        Assert.Equal(FailureKind.InvalidRequest, Assert.Throws<NetException>(() => Start(new())).Kind);
        Assert.Equal(
            FailureKind.InvalidRequest,
            Assert.Throws<NetException>(
                () => Start(new() { Response = ["a=b"], Handler = ScriptedHandler.Of(_ => "") })).Kind);
        Assert.Equal(
            FailureKind.InvalidRequest,
            Assert.Throws<NetException>(() => Start(new() { Response = ["a=b"], Framing = FramingKind.Delimiter })).Kind);
    }

    private static TcpServer Start(StartTcpServerRequest request)
        => TcpServer.Start("Tcp", request, new TcpMessageService(request));
}
