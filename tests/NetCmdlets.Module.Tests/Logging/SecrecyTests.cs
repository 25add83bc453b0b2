using System.Net;
using System.Text;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Operations.Udp;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Module.Tests.Logging;

/// <summary>Real servers and clients with the log at its most talkative: who and how much, never what.</summary>
public sealed class SecrecyTests : IDisposable
{
    private const string Payload = "payload-1f3a";
    private const string Token = "token-9c2e";

    private readonly TemporaryFolder folder = new();

    public SecrecyTests() => NetLogControl.Default.Enable(new NetLogOptions
    {
        Path = folder.File("net.log"),
        MinimumLevel = NetLogLevel.Verbose,
    });

    public void Dispose()
    {
        NetLogControl.Default.Disable();
        folder.Dispose();
    }

    [Theory]
    [InlineData("right", true)]
    [InlineData("wrong", false)]
    public async Task Neither_token_nor_message_of_TCP_is_in_a_log(string word, bool answered)
    {
        string path = folder.File("server.log");
        List<PipelineItem> started = await new StartTcpEchoServerOperation().CollectAsync(
            new StartTcpEchoServerRequest { Token = AccessToken.FromText(Token + "right"), LogPath = path });
        await using NetServer server = started.Results<NetServer>()[0];
        List<PipelineItem> items = await new InvokeTcpRequestOperation().CollectAsync(new InvokeTcpRequestRequest
        {
            ComputerName = ["127.0.0.1"],
            Port = server.Port!.Value,
            Message = Payload,
            Shutdown = true,
            Token = AccessToken.FromText(Token + word),
        });
        await server.StopAsync(TimeSpan.FromSeconds(5)).Within();
        NetLogControl.Default.Disable();

        Assert.Equal(answered ? 1 : 0, items.Results<TcpReply>().Count);
        string process = File.ReadAllText(folder.File("net.log"));
        string own = File.ReadAllText(path);
        string refused = answered ? " Closed " : " AuthFailed ";
        Assert.Contains($" {server.Name}{refused}127.0.0.1:", own, StringComparison.Ordinal);
        Assert.Contains($" {server.Name}{refused}127.0.0.1:", process, StringComparison.Ordinal);
        Assert.Contains($" TcpClient Connected 127.0.0.1:{server.Port}", process, StringComparison.Ordinal);
        Assert.Contains($" TcpClient {(answered ? "Closed" : "Failed")} ", process, StringComparison.Ordinal);
        AssertSilent(own + process);
    }

    [Fact]
    public async Task No_message_of_UDP_is_in_a_log()
    {
        string path = folder.File("server.json");
        List<PipelineItem> started = await new StartUdpEchoServerOperation().CollectAsync(
            new StartUdpEchoServerRequest { LogPath = path });
        await using NetServer server = started.Results<NetServer>()[0];
        var operation = new SendUdpDatagramOperation();
        await using (operation)
        {
            List<PipelineItem> items = await operation.CollectAsync(new SendUdpDatagramRequest
            {
                ComputerName = ["127.0.0.1"],
                Port = server.Port!.Value,
                Message = Payload,
                WaitReply = true,
            });
            Assert.Equal(Payload, Assert.Single(items.Results<UdpReply>()).Text);
        }

        await server.StopAsync(TimeSpan.Zero).Within();
        NetLogControl.Default.Disable();
        string process = File.ReadAllText(folder.File("net.log"));
        string own = File.ReadAllText(path);
        Assert.Contains("\"Event\":\"Started\"", own, StringComparison.Ordinal);
        Assert.Contains($" UdpClient Sent 127.0.0.1:{server.Port} bytes={Payload.Length}", process,
            StringComparison.Ordinal);
        Assert.Contains($" {server.Name} Received 127.0.0.1:", process, StringComparison.Ordinal);
        Assert.Contains($" UdpClient Received 127.0.0.1:{server.Port} bytes={Payload.Length}", process,
            StringComparison.Ordinal);
        AssertSilent(own + process);
    }

    [Fact]
    public async Task A_client_that_is_refused_is_in_the_log()
    {
        using var unused = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.InterNetwork,
            System.Net.Sockets.SocketType.Stream,
            System.Net.Sockets.ProtocolType.Tcp);
        // Bound and not listening: the port refuses, and is nobody else's.
        unused.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)unused.LocalEndPoint!).Port;
        await new InvokeTcpRequestOperation().CollectAsync(
            new InvokeTcpRequestRequest { ComputerName = ["127.0.0.1"], Port = port, Message = Payload });
        NetLogControl.Default.Disable();
        string process = File.ReadAllText(folder.File("net.log"));
        Assert.Contains($" WRN TcpClient Failed 127.0.0.1:{port} - ConnectionRefused: ", process,
            StringComparison.Ordinal);
        AssertSilent(process);
    }

    private static void AssertSilent(string log)
    {
        foreach (string secret in (string[])[Payload, Token])
        {
            Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase);
            byte[] bytes = Encoding.UTF8.GetBytes(secret);
            Assert.DoesNotContain(Convert.ToHexString(bytes), log, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToBase64String(bytes), log, StringComparison.Ordinal);
        }
    }
}
