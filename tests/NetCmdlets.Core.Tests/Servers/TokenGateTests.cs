using NetCmdlets.Core.Tests.Tls;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers;

public sealed class TokenGateTests
{
    private static readonly StartTcpEchoServerRequest Guarded = new() { Token = AccessToken.FromText("open sesame") };

    [Theory]
    [InlineData("open sesame\nhello")]
    [InlineData("open sesame\r\nhello")]
    public async Task The_token_lets_in_and_what_follows_it_is_served(string text)
    {
        await using NetServer server = Lab.Start(Guarded);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);

        await client.SendAsync(text);

        Assert.Equal("hello", await client.ReceiveTextAsync(5));
        // The token is no payload.
        Assert.Equal(5, server.BytesReceived);
        Assert.Equal(0, server.RejectedConnections);
    }

    [Fact]
    public async Task A_token_may_come_a_byte_at_a_time()
    {
        await using NetServer server = Lab.Start(Guarded);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        client.Socket.NoDelay = true;

        foreach (char character in "open sesame\nhi")
            await client.SendAsync(character.ToString());

        Assert.Equal("hi", await client.ReceiveTextAsync(2));
    }

    [Theory]
    [InlineData("open sesam\n", "The token is wrong.")]
    [InlineData("open sesame!\n", "The token is wrong.")]
    [InlineData("\n", "The token is wrong.")]
    [InlineData("OPEN SESAME\n", "The token is wrong.")]
    [InlineData("open sesame", "The connection ended before a token came.")]
    [InlineData("", "The connection ended before a token came.")]
    public async Task Anything_else_is_closed_without_a_word_and_told(string text, string reason)
    {
        await using NetServer server = Lab.Start(Guarded);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);

        await client.SendAsync(text + (text.EndsWith('\n') ? "payload" : ""));
        client.FinishSending();

        Assert.Empty(await client.ReceiveToEndAsync());
        Assert.Equal(reason, (await server.WaitForAsync(NetServerEventKind.AuthFailed)).Reason);
        Assert.Equal($"Unauthorized: {reason}", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
        Assert.Equal(1, server.RejectedConnections);
        Assert.Equal(0, server.BytesReceived);
    }

    [Fact]
    public async Task A_line_longer_than_any_token_is_not_read_to_its_end()
    {
        await using NetServer server = Lab.Start(Guarded);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);

        await client.SendAsync(new string('a', AccessToken.MaximumBytes + 2));

        Assert.Empty(await client.ReceiveToEndAsync());
        NetServerEvent failed = await server.WaitForAsync(NetServerEventKind.AuthFailed);
        Assert.Equal("The first line is longer than a token.", failed.Reason);
    }

    [Fact]
    public async Task The_longest_token_fits()
    {
        string longest = new('é', AccessToken.MaximumBytes / 2);
        await using NetServer server = Lab.Start(new() { Token = AccessToken.FromText(longest) });
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);

        await client.SendAsync(longest + "\r\nhello");

        Assert.Equal("hello", await client.ReceiveTextAsync(5));
    }

    [Fact]
    public async Task A_client_that_says_no_token_is_dropped_when_its_time_is_over()
    {
        var clock = new ManualClock();
        await using NetServer server = Lab.Start(Guarded with { HandshakeTimeout = TimeSpan.FromSeconds(7) }, clock);
        using TestTcpClient silent = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(7));

        clock.Advance(TimeSpan.FromSeconds(7));

        Assert.Empty(await silent.ReceiveToEndAsync());
        Assert.Equal("No token within 7 s.", (await server.WaitForAsync(NetServerEventKind.AuthFailed)).Reason);
    }

    [Fact]
    public async Task After_a_wrong_token_the_right_one_waits_and_then_is_let_in()
    {
        var clock = new ManualClock();
        await using NetServer server = Lab.Start(Guarded, clock);
        await RefuseAsync(server);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await clock.WhenTimerIsSetAsync(FailedAttempts.FirstDelay);
        await client.SendAsync("open sesame\nhello");
        Assert.Equal(0, server.BytesReceived);

        clock.Advance(FailedAttempts.FirstDelay);

        Assert.Equal("hello", await client.ReceiveTextAsync(5));
        // The slate is clean: the next waits for nothing.
        using TestTcpClient next = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await next.SendAsync("open sesame\nagain");
        Assert.Equal("again", await next.ReceiveTextAsync(5));
    }

    [Fact]
    public async Task A_token_travels_inside_tls()
    {
        await using NetServer server = Lab.Start(Lab.Tls with { Token = AccessToken.FromText("open sesame") });
        using TlsTransport client = (await Lab.HandshakeAsync(server)).Transport!;

        await client.SendAsync("open sesame\nhello"u8.ToArray()).Within();

        Assert.Equal("hello"u8.ToArray(), await client.ReceiveAsync(5));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    public void A_token_is_one_line(string text)
        => Assert.Equal(FailureKind.InvalidRequest, Assert.Throws<NetException>(() => AccessToken.FromText(text)).Kind);

    [Fact]
    public void A_token_shows_itself_nowhere()
    {
        Assert.Equal("(token)", Guarded.Token!.ToString());
        Assert.DoesNotContain("sesame", Guarded.ToString(), StringComparison.Ordinal);
    }

    private static async Task RefuseAsync(NetServer server)
    {
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync("wrong\n");
        Assert.Empty(await client.ReceiveToEndAsync());
    }
}
