using NetCmdlets.Operations.Http;
using NetCmdlets.Servers.Http;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers.Http;

public sealed class HttpRequestTimeTests
{
    [Theory]
    [InlineData("GET /slow HTTP/1.1\r\nHost: ")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow")]
    public async Task A_whole_request_has_the_time_that_is_given_to_a_message(string begin)
    {
        var time = new ManualClock();
        await using NetServer server = HttpServers.Start(
            new StartHttpServerRequest
            {
                Handler = DelegateResponder.Of(_ => "x"),
                MessageTimeout = TimeSpan.FromSeconds(5),
            },
            time);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        // Requests that are whole, and the time between them, do not count.
        await client.SendAsync("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal("x", (await HttpAnswer.ReadAsync(client)).Text);
        time.Advance(TimeSpan.FromSeconds(20));
        await client.SendAsync(begin);
        await time.WhenTimerIsSetAsync(HttpChannel.ReadLimit);
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Empty(await client.ReceiveToEndAsync());
        Assert.Equal(
            "TimedOut: No whole message came within 5 s.",
            (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
    }
}
