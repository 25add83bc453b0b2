using NetCmdlets.Core.Tests.Servers;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Operations.Dialogue;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Dialogue;

public sealed class InvokeTcpDialogueTests
{
    [Fact]
    public async Task Each_step_tells_what_was_sent_and_what_came()
    {
        await using NetServer server = Game();
        List<DialogueStep> steps = await TalkAsync(
            server, "Expect=Welcome*", "Send=50;Expect=*HIGH", "Send=25", "Match=^too l", "Send=42;Expect=Winner");
        Assert.Equal([1, 2, 3, 4, 5], steps.Select(step => step.Step));
        Assert.All(steps, step => Assert.True(step.Passed, step.Reason));
        Assert.Equal([null, "50", "25", null, "42"], steps.Select(step => step.Sent));
        Assert.Equal(["Welcome", "too high", null, "too low", "Winner"], steps.Select(step => step.Received));
        Assert.Equal("^too l", steps[3].Expected);
    }

    [Fact]
    public async Task It_stops_at_the_first_step_that_does_not_pass_unless_told_not_to()
    {
        await using NetServer server = Game();
        string[] script = ["Expect=Goodbye", "Send=42;Expect=Winner"];
        List<DialogueStep> stopped = await TalkAsync(server, script);
        Assert.False(Assert.Single(stopped).Passed);
        Assert.Equal("Welcome", stopped[0].Received);
        Assert.Equal("What came is not what was expected.", stopped[0].Reason);

        List<PipelineItem> items = await new InvokeTcpDialogueOperation().CollectAsync(
            To(server) with { Step = script, ContinueOnFailure = true });
        Assert.Equal([false, true], items.Results<DialogueStep>().Select(step => step.Passed));
    }

    [Fact]
    public async Task A_server_that_says_nothing_or_ends_is_a_step_that_does_not_pass()
    {
        await using NetServer server = Game();
        List<DialogueStep> silent = await TalkAsync(server, "Expect=*", "Expect=more;TimeoutSeconds=0.01");
        Assert.False(silent[1].Passed);
        Assert.Contains("did not send 'more'", silent[1].Reason, StringComparison.Ordinal);
        List<DialogueStep> ended = await TalkAsync(server, "Expect=*", "Send=quit;Expect=x*");
        Assert.False(ended[1].Passed);
        Assert.Contains("ended (PeerClosed)", ended[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_framing_what_comes_is_collected_until_it_is_what_is_expected()
    {
        await using NetServer server = TcpServer.Start(
            "Tcp",
            new StartTcpServerRequest(),
            new TcpMessageService(new StartTcpServerRequest
            {
                Handler = ScriptedHandler.Of(connection =>
                {
                    connection.Send("first ");
                    connection.Send("second ");
                    return "third";
                }),
            }));
        List<PipelineItem> items = await new InvokeTcpDialogueOperation().CollectAsync(
            To(server) with { Framing = FramingKind.Raw, Step = ["Send=go;Expect=*third"] });
        Assert.Equal("first second third", items.Results<DialogueStep>().Single().Received);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_failure()
    {
        List<PipelineItem> items = await new InvokeTcpDialogueOperation().CollectAsync(new InvokeTcpDialogueRequest
        {
            ComputerName = ["127.0.0.1"], Port = 1, Step = ["Expect=*"],
        });
        Assert.Equal(FailureKind.ConnectionRefused, items.Failures().Single().Kind);
    }

    [Theory]
    [InlineData("Bogus=x")]
    [InlineData("nothing")]
    [InlineData("Match=[")]
    [InlineData("Expect=a;Match=b")]
    [InlineData("Expect=a;TimeoutSeconds=0")]
    public void A_step_that_makes_no_sense_is_refused(string step)
        => Assert.Equal(FailureKind.InvalidRequest, Assert.Throws<NetException>(() => DialogueLine.Parse(step)).Kind);

    private static TcpServer Game()
    {
        var request = new StartTcpServerRequest
        {
            Framing = FramingKind.Line,
            Greeting = "Welcome",
            CloseOn = ["quit"],
            Handler = ScriptedHandler.Of(connection => int.Parse(connection.Text!, null) switch
            {
                < 42 => "too low",
                > 42 => "too high",
                _ => "Winner",
            }),
        };
        return TcpServer.Start("Tcp", request, new TcpMessageService(request));
    }

    private static InvokeTcpDialogueRequest To(NetServer server)
        => new() { ComputerName = ["127.0.0.1"], Port = server.Port!.Value };

    private static async Task<List<DialogueStep>> TalkAsync(NetServer server, params string[] steps)
        => (await new InvokeTcpDialogueOperation().CollectAsync(To(server) with { Step = steps }))
            .Results<DialogueStep>();
}
