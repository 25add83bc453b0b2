using System.Globalization;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Echo;
using Xunit;

namespace NetCmdlets.Cli.Tests;

public sealed class DialogueTests
{
    [Fact]
    public async Task Steps_are_written_as_text_and_a_failed_one_is_told_by_the_exit_code()
    {
        await using NetServer server = TcpServer.Start(
            "TcpEcho", new StartTcpEchoServerRequest(), new TcpPrefixEchoService("Echo, ", 1024));
        string port = server.Port!.Value.ToString(CultureInfo.InvariantCulture);

        CliRun run = CliRun.Of(
            "Invoke-TcpDialogue", "127.0.0.1", port, "Send=a;Expect=echo\\, a", "Send=b;Match=b$", "-Out", "Csv");
        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(3, run.Lines.Length);
        Assert.StartsWith("127.0.0.1,1,a,\"echo, a\",\"Echo, a\",True,", run.Lines[1], StringComparison.Ordinal);

        run = CliRun.Of("Invoke-TcpDialogue", "127.0.0.1", port, "-Step", "Send=a;Expect=b", "-Step", "Send=b");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(3, run.Lines.Length);

        run = CliRun.Of("Invoke-TcpDialogue", "127.0.0.1", port, "Sned=a");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Send, Expect, Match, TimeoutSeconds", run.Errors, StringComparison.Ordinal);
    }
}
