using System.Net;
using System.Text;
using NetCmdlets.Core.Tests.Servers;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Diagnostics;

/// <summary>What servers tell the log: who and how much, never what was said.</summary>
[Collection(ProcessLog.Name)]
public sealed class ServerLogTests : IDisposable
{
    private static readonly IPEndPoint Peer = new(IPAddress.Loopback, 4711);

    private readonly MemoryLogs logs = new();
    private readonly INetLog before;

    public ServerLogTests()
        => before = NetLog.Use(logs.Open(new NetLogOptions { Path = "net.log", MinimumLevel = NetLogLevel.Verbose }));

    public void Dispose() => NetLog.Use(before);

    [Fact]
    public async Task An_event_goes_to_the_log_with_its_level_and_without_its_text()
    {
        await using var server = new SilentServer();
        server.Record(NetServerEventKind.Received, 3, Peer, 9, text: "top secret");
        server.Record(NetServerEventKind.AuthFailed, 4, Peer, reason: "wrong token");
        await server.StopAsync(TimeSpan.Zero).Within();

        Assert.Equal(
            [
                new NetLogEvent(NetLogLevel.Information, "silent", "Started", Reason: Peer.ToString()),
                new NetLogEvent(NetLogLevel.Verbose, "silent", "Received", Peer, 3, 9),
                new NetLogEvent(NetLogLevel.Warning, "silent", "AuthFailed", Peer, 4, 0, "wrong token"),
                new NetLogEvent(NetLogLevel.Information, "silent", "Stopped"),
            ],
            logs.Opened[0].Events);
    }

    [Fact]
    public async Task A_handlers_message_may_quote_a_peer_and_is_not_logged()
    {
        await using var server = new SilentServer();
        server.Record(
            NetServerEventKind.HandlerError,
            1,
            Peer,
            reason: "cannot read 'secret'",
            error: new FormatException("secret"));
        NetLogEvent entry = logs.Opened[0].Events[1];
        Assert.Equal(
            new NetLogEvent(NetLogLevel.Error, "silent", "HandlerError", Peer, 1, 0, "FormatException"), entry);
        Assert.Equal("cannot read 'secret'", server.Events.Read(0).Events[1].Reason);
    }

    [Theory]
    [InlineData("too long for it\n", NetLogLevel.Warning, "Limit: The message is longer than allowed.")]
    [InlineData("\u00ff\n", NetLogLevel.Warning, "ProtocolError: The message is not utf-8 text.")]
    [InlineData("short\n", NetLogLevel.Debug, "PeerClosed")]
    public async Task A_client_that_is_closed_for_what_it_sent_is_a_warning(
        string sent, NetLogLevel level, string reason)
    {
        var request = new StartTcpServerRequest
        {
            Name = $"log-{level}-{reason.Length}",
            Response = ["*=x"],
            Framing = FramingKind.Line,
            MaxMessageBytes = 8,
        };
        NetServer server = TcpServer.Start("Tcp", request, new TcpMessageService(request));
        using (TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint))
        {
            await client.SendAsync(Encoding.Latin1.GetBytes(sent));
            client.FinishSending();
            await client.ReceiveToEndAsync();
        }

        await server.WaitForAsync(NetServerEventKind.Closed);
        await server.StopAsync(TimeSpan.Zero).Within();
        NetLogEvent closed = logs.Opened[0].Events.Single(
            entry => entry.Source == request.Name && entry.Event == "Closed");
        Assert.Equal((level, reason), (closed.Level, closed.Reason));
    }

    private sealed class SilentServer : NetServer
    {
        public SilentServer()
            : base("Silent", "Tcp", "silent", null)
            => MarkStarted(TimeSpan.Zero);

        public override EndPoint LocalEndPoint => Peer;

        protected override Task StopCoreAsync(TimeSpan drain) => Task.CompletedTask;
    }
}
