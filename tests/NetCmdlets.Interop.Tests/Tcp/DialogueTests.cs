using System.Globalization;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Tcp;

/// <summary>Dialogues with servers that keep a state, written in Python.</summary>
public sealed class DialogueTests
{
    private const string NumberServer = """
        import socket
        listener = socket.create_server(('127.0.0.1', 0))
        print(listener.getsockname()[1])
        while True:
            client, _ = listener.accept()
            with client, client.makefile('rw', encoding='utf-8', newline='\n') as stream:
                stream.write('Welcome to the number dialogue\n')
                stream.flush()
                tries = 0
                for line in stream:
                    tries += 1
                    guess = int(line)
                    if guess == 42:
                        stream.write(f'Winner after {tries}\n')
                        stream.flush()
                        break
                    stream.write('too low\n' if guess < 42 else 'too high\n')
                    stream.flush()
        """;

    private const string MailServer = """
        import socketserver
        class Mail(socketserver.StreamRequestHandler):
            def say(self, *lines):
                self.wfile.write(b''.join(line.encode() + b'\r\n' for line in lines))
            def handle(self):
                self.say('220 test.invalid ready')
                body, reading = [], False
                for raw in self.rfile:
                    assert raw.endswith(b'\r\n'), raw
                    line = raw[:-2].decode()
                    if reading:
                        if line == '.':
                            reading = False
                            self.say(f'250 kept {len(body)} lines')
                        else:
                            body.append(line)
                    elif line.startswith('EHLO '):
                        self.say('250-test.invalid', '250-SIZE 1000', '250 HELP')
                    elif line.startswith(('MAIL FROM:', 'RCPT TO:')):
                        self.say('250 fine')
                    elif line == 'DATA':
                        reading = True
                        self.say('354 go on')
                    elif line == 'QUIT':
                        self.say('221 bye')
                        return
                    else:
                        self.say('500 what')
        with socketserver.ThreadingTCPServer(('127.0.0.1', 0), Mail) as server:
            print(server.server_address[1])
            server.serve_forever()
        """;

    [Fact]
    public async Task The_number_dialogue_is_played_to_its_end()
    {
        await using PeerProcess peer = PeerProcess.Python(NumberServer);
        List<DialogueStep> steps = await PlayAsync(peer, new()
        {
            Step =
            [
                new() { Expect = "Welcome*" },
                new() { Send = "50", Expect = "*high*" },
                new() { Send = "25", Expect = "*low*" },
                new() { Send = "42", Match = @"^Winner after (\d+)$" },
            ],
        });
        Assert.Equal(
            ["Welcome to the number dialogue", "too high", "too low", "Winner after 3"],
            steps.Select(step => step.Received));
        Assert.All(steps, step => Assert.True(step.Passed));
    }

    [Fact]
    public async Task The_number_dialogue_shows_the_step_that_is_wrong_and_that_the_server_left()
    {
        await using PeerProcess peer = PeerProcess.Python(NumberServer);
        List<DialogueStep> steps = await PlayAsync(peer, new()
        {
            Step =
            [
                new() { Expect = "Welcome*" },
                new() { Send = "50", Expect = "*low*" },
                new() { Send = "42", Expect = "Winner after 2" },
                new() { Expect = "*" },
            ],
            ContinueOnFailure = true,
        });
        Assert.Equal([true, false, true, false], steps.Select(step => step.Passed));
        Assert.Equal("'too high' is not like '*low*'.", steps[1].Reason);
        Assert.Contains("closed the connection", steps[3].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_is_delivered_in_lines_that_end_with_CR_LF()
    {
        await using PeerProcess peer = PeerProcess.Python(MailServer);
        List<DialogueStep> steps = await PlayAsync(peer, new()
        {
            Framing = NetCmdlets.Framing.FramingKind.Delimiter,
            Delimiter = "\r\n",
            Step =
            [
                new() { Expect = "220 *" },
                new() { Send = "EHLO here", Match = "^250-" },
                new() { Match = "^250-SIZE" },
                new() { Match = "^250 " },
                new() { Send = "MAIL FROM:<a@test.invalid>", Expect = "250 *" },
                new() { Send = "RCPT TO:<b@test.invalid>", Expect = "250 *" },
                new() { Send = "DATA", Expect = "354 *" },
                new() { Send = "Subject: hello" },
                new() { Send = "" },
                new() { Send = "How do you do?" },
                new() { Send = ".", Expect = "250 kept 3 lines" },
                new() { Send = "QUIT", Expect = "221 *" },
            ],
        });
        Assert.Equal(12, steps.Count);
        Assert.All(steps, step => Assert.True(step.Passed, step.Reason));
    }

    private static async Task<List<DialogueStep>> PlayAsync(PeerProcess peer, InvokeTcpDialogueRequest request)
    {
        int port = int.Parse(await peer.ReadLineAsync(), CultureInfo.InvariantCulture);
        List<PipelineItem> items = await new InvokeTcpDialogueOperation()
            .CollectAsync(request with { ComputerName = ["127.0.0.1"], Port = port });
        Assert.Empty(items.Failures().Select(failure => failure.Message));
        return items.Results<DialogueStep>();
    }
}
