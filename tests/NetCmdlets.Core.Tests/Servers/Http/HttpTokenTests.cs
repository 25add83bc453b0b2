using NetCmdlets.Operations.Http;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers.Http;

/// <summary>A token is what HTTP calls a bearer token (RFC 6750).</summary>
public sealed class HttpTokenTests
{
    private const string Token = "open/sesame+1";

    [Theory]
    [InlineData("Authorization: Bearer open/sesame+1", 200)]
    [InlineData("Authorization: bearer   open/sesame+1 ", 200)]
    [InlineData("Authorization: Bearer open/sesame", 401)]
    [InlineData("Authorization: Basic open/sesame+1", 401)]
    [InlineData("Authorization: Beareropen/sesame+1", 401)]
    [InlineData("Authorization: Bearer", 401)]
    [InlineData("X-Other: 1", 401)]
    public async Task A_request_is_answered_where_its_Authorization_field_has_the_token(string field, int status)
    {
        await using NetServer server = Start();
        HttpAnswer answer = await HttpAnswer.OfAsync(server, "GET /x", field);
        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200 ? "/x" : "401 Unauthorized\n", answer.Text);
        Assert.Equal(status == 200 ? null : "Bearer", answer["WWW-Authenticate"]?.Split(' ')[0]);
    }

    [Fact]
    public async Task Every_request_needs_it_and_each_refusal_is_an_event()
    {
        await using NetServer server = Start();
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        string right = $"GET /1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {Token}\r\n\r\n";
        await client.SendAsync(right + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n" + right);
        Assert.Equal(200, (await HttpAnswer.ReadAsync(client)).Status);
        Assert.Equal(401, (await HttpAnswer.ReadAsync(client)).Status);
        // The client asks again with it, on the same connection.
        Assert.Equal(200, (await HttpAnswer.ReadAsync(client)).Status);
        NetServerEvent refused = Assert.Single(server.AllOf(NetServerEventKind.AuthFailed));
        Assert.Equal("The request has no token.", refused.Reason);
        Assert.Equal(1, server.TotalConnections);
    }

    [Fact]
    public async Task Who_guesses_waits_longer_and_longer()
    {
        var time = new ManualClock();
        await using NetServer server = Start(time);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        const string Wrong = "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer guess\r\n\r\n";
        await client.SendAsync(Wrong);
        Assert.Equal(401, (await HttpAnswer.ReadAsync(client)).Status);
        Assert.Equal("The token is wrong.", (await server.WaitForAsync(NetServerEventKind.AuthFailed)).Reason);
        await client.SendAsync(Wrong);
        await time.WhenTimerIsSetAsync(TimeSpan.FromMilliseconds(50));
        time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(401, (await HttpAnswer.ReadAsync(client)).Status);
        await client.SendAsync(Wrong);
        await time.WhenTimerIsSetAsync(TimeSpan.FromMilliseconds(100));
        time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(401, (await HttpAnswer.ReadAsync(client)).Status);
    }

    [Fact]
    public async Task The_body_of_a_refused_request_is_not_taken()
    {
        await using NetServer server = Start();
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
        HttpAnswer answer = await HttpAnswer.ReadAsync(client);
        Assert.Equal((401, "close"), (answer.Status, answer["Connection"]));
        Assert.Empty(await client.ReceiveToEndAsync());
    }

    private static NetServer Start(TimeProvider? time = null) => HttpServers.Start(
        new StartHttpServerRequest
        {
            Handler = DelegateResponder.Of(request => request.Path),
            Token = AccessToken.FromText(Token),
        },
        time);
}
