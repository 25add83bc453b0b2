using System.Net;
using NetCmdlets.Cli.Output;
using Xunit;

namespace NetCmdlets.Cli.Tests.Output;

public sealed class LinesBelowTests
{
    private static readonly TcpHandshake Plain = new()
    {
        ComputerName = "host",
        Address = IPAddress.Loopback,
        Port = 9,
        State = HandshakeState.Refused,
    };

    [Fact]
    public void A_drawing_is_shown_under_the_row_of_its_result()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var table = new TableWriter(output, TableWriter.DefaultWidth, null);
        table.Write(Plain with { Trace = ["  a |--\u001b[2J->| b", "  second"] });
        table.Write(Plain);

        string[] lines = output.ToString().Split('\n');
        Assert.StartsWith("host ", lines[2], StringComparison.Ordinal);
        Assert.Equal(["  a |--\\x1b[2J->| b", "  second"], lines[3..5]);
        Assert.StartsWith("host ", lines[5], StringComparison.Ordinal);
        Assert.Equal("", lines[6]);
    }
}
