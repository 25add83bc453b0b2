using System.Net.Sockets;
using System.Text;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Tcp;

public sealed class InvokeTcpDialogueTests
{
    [Fact]
    public async Task Each_step_tells_what_was_sent_expected_and_received()
    {
        await using NetServer server = Echo("Echo: ");
        List<DialogueStep> steps = await PlayAsync(To(server.Port) with
        {
            Step = [new() { Send = "one", Expect = "echo: o?[d-f]" }, new() { Send = "two", Match = "^Echo: T(w)o$" }],
        });
        Assert.Equal([1, 2], steps.Select(step => step.Step));
        Assert.Equal(["one", "two"], steps.Select(step => step.Sent));
        Assert.Equal(["echo: o?[d-f]", "^Echo: T(w)o$"], steps.Select(step => step.Expected));
        Assert.Equal(["Echo: one", "Echo: two"], steps.Select(step => step.Received));
        Assert.Equal([true, true], steps.Select(step => step.Passed));
        Assert.All(steps, step => Assert.Null(step.Reason));
        Assert.All(steps, step => Assert.Equal("127.0.0.1", step.ComputerName));
        Assert.Equal(1, server.TotalConnections);
    }

    [Fact]
    public async Task A_step_that_is_not_as_expected_is_the_last()
    {
        await using NetServer server = Echo();
        List<DialogueStep> steps = await PlayAsync(To(server.Port) with
        {
            Step = [new() { Send = "a", Expect = "b" }, new() { Send = "b", Expect = "b" }],
        });
        DialogueStep step = Assert.Single(steps);
        Assert.False(step.Passed);
        Assert.Equal("a", step.Received);
        Assert.Equal("'a' is not like 'b'.", step.Reason);
    }

    [Fact]
    public async Task A_dialogue_goes_on_after_a_failure_where_told_to()
    {
        await using NetServer server = Echo();
        List<DialogueStep> steps = await PlayAsync(To(server.Port) with
        {
            Step = [new() { Send = "a", Match = "^b" }, new() { Send = "b", Expect = "b" }],
            ContinueOnFailure = true,
        });
        Assert.Equal([false, true], steps.Select(step => step.Passed));
        Assert.Equal("'a' does not match '^b'.", steps[0].Reason);
    }

    [Fact]
    public async Task Messages_that_came_together_are_taken_one_a_step()
    {
        await using ScriptedServer server = Saying("250-first\r\n250-second\r\n250 last\r\n");
        List<DialogueStep> steps = await PlayAsync(To(server.Port) with
        {
            Step = [new() { Expect = "250-f*" }, new() { Expect = "250-s*" }, new() { Expect = "250 *" }],
        });
        Assert.Equal(["250-first", "250-second", "250 last"], steps.Select(step => step.Received));
        Assert.Equal([true, true, true], steps.Select(step => step.Passed));
    }

    [Fact]
    public async Task A_step_that_only_sends_passes_when_it_is_sent()
    {
        byte[] all = [];
        await using (var server = new ScriptedServer(async client => all = await ScriptedServer.ReadAllAsync(client)))
        {
            List<DialogueStep> steps = await PlayAsync(To(server.Port) with
            {
                Step = [new() { Send = "one" }, new() { Send = "" }, new() { Send = "two" }],
            });
            Assert.Equal([true, true, true], steps.Select(step => step.Passed));
            Assert.All(steps, step => Assert.Null(step.Received));
        }

        Assert.Equal("one\n\ntwo\n", Encoding.UTF8.GetString(all));
    }

    [Fact]
    public async Task A_server_that_closes_fails_the_step_and_leaves_the_rest_unplayed()
    {
        await using ScriptedServer server = Saying("bye", finish: true);
        List<DialogueStep> steps = await PlayAsync(To(server.Port) with
        {
            // The last message has no line's end, and is one all the same.
            Step = [new() { Expect = "bye" }, new() { Expect = "*" }, new() { Expect = "*" }],
            ContinueOnFailure = true,
        });
        Assert.Equal([true, false, null], steps.Select(step => step.Passed));
        Assert.Equal(steps[1].Reason, steps[2].Reason);
        Assert.Contains("closed the connection", steps[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_resets_fails_the_step()
    {
        await using var server = new ScriptedServer(async client =>
        {
            await client.ReceiveAsync(new byte[1], SocketFlags.None).Within();
            client.LingerState = new LingerOption(true, 0);
        });
        DialogueStep step = Assert.Single(await PlayAsync(To(server.Port) with
        {
            Step = [new() { Send = "x", Expect = "*" }],
        }));
        Assert.False(step.Passed);
        Assert.Contains("reset", step.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_too_late_belongs_to_the_next_step()
    {
        var time = new ManualClock();
        var late = new TaskCompletionSource();
        await using var server = new ScriptedServer(async client =>
        {
            await late.Task;
            await client.SendAsync("late\n"u8.ToArray(), SocketFlags.None);
            await ScriptedServer.ReadAllAsync(client);
        });
        var seen = new List<DialogueStep>();
        Task playing = Task.Run(async () =>
        {
            await foreach (PipelineItem item in new InvokeTcpDialogueOperation(time).RunAsync(
                To(server.Port) with
                {
                    Step =
                    [
                        new() { Expect = "late", Timeout = TimeSpan.FromSeconds(2) },
                        new() { Expect = "late", Timeout = TimeSpan.FromDays(1) },
                    ],
                    ContinueOnFailure = true,
                },
                CancellationToken.None))
            {
                seen.Add((DialogueStep)item.Payload);
                late.TrySetResult();
            }
        });
        await Until.TrueAsync(() => late.Task.IsCompleted, () => time.Advance(TimeSpan.FromMilliseconds(10)));
        await playing.Within();
        Assert.Equal([false, true], seen.Select(step => step.Passed));
        Assert.Contains("within 2 s", seen[0].Reason, StringComparison.Ordinal);
        Assert.Equal("late", seen[1].Received);
    }

    [Fact]
    public async Task Without_framing_what_comes_is_gathered_until_it_is_as_expected()
    {
        await using var server = new ScriptedServer(async client =>
        {
            await client.SendAsync("Na"u8.ToArray(), SocketFlags.None);
            await client.SendAsync("me: "u8.ToArray(), SocketFlags.None);
            var buffer = new byte[1];
            await client.ReceiveAsync(buffer, SocketFlags.None).Within();
            await client.SendAsync("<x>"u8.ToArray(), SocketFlags.None);
        });
        List<DialogueStep> steps = await PlayAsync(To(server.Port) with
        {
            Framing = FramingKind.Raw,
            Step = [new() { Expect = "*: " }, new() { Send = "x", Expect = "<x>" }, new() { Expect = "*more" }],
        });
        Assert.Equal(["Name: ", "<x>", null], steps.Select(step => step.Received));
        Assert.Equal([true, true, false], steps.Select(step => step.Passed));
    }

    [Theory]
    [InlineData(FramingKind.Delimiter)]
    [InlineData(FramingKind.LengthPrefix)]
    public async Task A_dialogue_is_held_in_the_framing_asked_for(FramingKind framing)
    {
        await using NetServer server = Echo();
        List<DialogueStep> steps = await PlayAsync(To(server.Port) with
        {
            Framing = framing,
            Delimiter = framing == FramingKind.Delimiter ? "##" : null,
            PrefixBytes = 2,
            Step = [new() { Send = "x\ny", Expect = "x\ny" }],
        });
        Assert.Equal("x\ny", Assert.Single(steps).Received);
        Assert.True(steps[0].Passed);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_and_messages_over_the_limit_fail_the_step()
    {
        await using NetServer server = Echo();
        DialogueStep step = Assert.Single(await PlayAsync(To(server.Port) with
        {
            Encoding = "latin1",
            Step = [new() { Send = "é", Expect = "é" }],
        }));
        Assert.True(step.Passed);
        await using ScriptedServer other = Saying("\u00e9\n", encoding: Encoding.Latin1);
        step = Assert.Single(await PlayAsync(To(other.Port) with { Step = [new() { Expect = "*" }] }));
        Assert.False(step.Passed);
        Assert.Contains("no text in utf-8", step.Reason, StringComparison.Ordinal);
        step = Assert.Single(await PlayAsync(To(server.Port) with
        {
            MaxReplyBytes = 3,
            Step = [new() { Send = "long", Expect = "*" }],
        }));
        Assert.Contains("-MaxReplyBytes", step.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_port_is_a_failure_and_the_next_host_goes_on()
    {
        await using NetServer server = Echo();
        List<PipelineItem> items = await new InvokeTcpDialogueOperation().CollectAsync(
            To(server.Port) with { ComputerName = ["127.0.0.2", "127.0.0.1"], Step = [new() { Send = "x" }] });
        Assert.Equal(FailureKind.ConnectionRefused, items.Failures().Single().Kind);
        Assert.True(items.Results<DialogueStep>().Single().Passed);
    }

    [Fact]
    public async Task A_close_without_a_byte_after_a_token_is_Unauthorized()
    {
        await using NetServer server = TcpServer.Start(
            "TcpEcho", new StartTcpEchoServerRequest { Token = AccessToken.FromText("right") }, new TcpEchoService());
        InvokeTcpDialogueRequest request = To(server.Port) with { Step = [new() { Send = "x", Expect = "x" }] };
        List<PipelineItem> items = await new InvokeTcpDialogueOperation()
            .CollectAsync(request with { Token = AccessToken.FromText("wrong") });
        Assert.Equal(FailureKind.Unauthorized, items.Failures().Single().Kind);
        Assert.Empty(items.Results<DialogueStep>());
        Assert.True((await PlayAsync(request with { Token = AccessToken.FromText("right") })).Single().Passed);
    }

    [Fact]
    public async Task A_stop_while_a_step_waits_ends_at_once_and_closes_the_connection()
    {
        await using NetServer server = Echo();
        using var stop = new CancellationTokenSource();
        Task<List<PipelineItem>> playing = new InvokeTcpDialogueOperation().CollectAsync(
            To(server.Port) with { Step = [new() { Expect = "*" }], Timeout = TimeSpan.FromHours(1) }, stop.Token);
        await Until.TrueAsync(() => server.ActiveConnections == 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => playing.Within());
        await Until.TrueAsync(() => server is { TotalConnections: > 0, ActiveConnections: 0 });
    }

    [Theory]
    [InlineData("Send=x;Expect=y;Match=z", "both Expect and Match")]
    [InlineData("", "Step 1 does nothing")]
    [InlineData("Expect=[a", "[ without its ]")]
    [InlineData("Match=(", "no regular expression")]
    [InlineData("Send=x;TimeoutSeconds=0", "TimeoutSeconds is above 0")]
    public async Task A_malformed_step_ends_the_use_before_anything_is_sent(string step, string why)
    {
        await using NetServer server = Echo();
        NetException error = await Assert.ThrowsAsync<NetException>(() => new InvokeTcpDialogueOperation()
            .CollectAsync(To(server.Port) with { Step = [DialogueScriptStep.Parse(step, null)] }));
        Assert.Equal(FailureKind.InvalidRequest, error.Kind);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.TotalConnections);
    }

    [Fact]
    public void A_step_is_written_as_text()
    {
        var step = DialogueScriptStep.Parse(@"send=a=b\;c; Expect= *x;TimeoutSeconds=0.5", null);
        Assert.Equal(
            new DialogueScriptStep { Send = "a=b;c", Expect = " *x", Timeout = TimeSpan.FromSeconds(0.5) }, step);
        Assert.False(DialogueScriptStep.TryParse("Say=hello", null, out _));
        Assert.False(DialogueScriptStep.TryParse("hello", null, out _));
        Assert.False(DialogueScriptStep.TryParse("TimeoutSeconds=soon", null, out _));
        Assert.False(DialogueScriptStep.TryParse("TimeoutSeconds=NaN", null, out _));
        Assert.False(DialogueScriptStep.TryParse("TimeoutSeconds=1e300", null, out _));
    }

    private static TcpServer Echo(string? prefix = null) => TcpServer.Start(
        "TcpEcho",
        new StartTcpEchoServerRequest(),
        prefix is null ? new TcpEchoService() : new TcpPrefixEchoService(prefix, 1024));

    private static ScriptedServer Saying(string text, bool finish = false, Encoding? encoding = null)
        => new(async client =>
        {
            await client.SendAsync((encoding ?? Encoding.UTF8).GetBytes(text), SocketFlags.None);
            if (!finish)
                await ScriptedServer.ReadAllAsync(client);
        });

    private static InvokeTcpDialogueRequest To(int? port) => new() { ComputerName = ["127.0.0.1"], Port = port!.Value };

    private static async Task<List<DialogueStep>> PlayAsync(InvokeTcpDialogueRequest request)
    {
        List<PipelineItem> items = await new InvokeTcpDialogueOperation().CollectAsync(request);
        Assert.Empty(items.Failures().Select(failure => failure.Message));
        return items.Results<DialogueStep>();
    }
}
