using System.Globalization;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Servers;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Tls;

/// <summary>
/// Client certificates, server names and application protocols between this module and openssl, in both directions.
/// </summary>
public sealed class MutualTlsPeers(TlsLab lab) : IClassFixture<TlsLab>
{
    /// <summary>Versions, and whose certificate is shown: nobody's, or one of another authority.</summary>
    public static TheoryData<string, string?> Strangers => new()
    {
        { "-tls1_2", null },
        { "-tls1_3", null },
        { "-tls1_2", "mallory" },
        { "-tls1_3", "mallory" },
    };

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task Openssls_server_lets_our_client_in_with_its_certificate(string version)
    {
        await using PeerProcess openssl = StartServer(version);

        TcpReply reply = (await AskAsync(openssl, "alice")).Results<TcpReply>().Single();

        Assert.Equal("olleh\n", reply.Text);
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task Openssls_server_refuses_our_client_as_a_stranger(string version, string? shown)
    {
        await using PeerProcess openssl = StartServer(version);

        NetFailure failure = (await AskAsync(openssl, shown)).Failures().Single();

        Assert.Equal(FailureKind.TlsFailed, failure.Kind);
        Assert.Contains("alert", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task Our_server_lets_openssl_in_with_its_certificate(string version)
    {
        await using NetServer server = lab.StartMutual();
        await using PeerProcess openssl = StartClient(server, version, "alice");

        await openssl.Input.WriteLineAsync("hello").WaitAsync(Bounded.Limit);
        await openssl.Input.FlushAsync().WaitAsync(Bounded.Limit);

        Assert.Equal("hello", await openssl.ReadLineAsync());
        Assert.Equal(0, server.RejectedConnections);
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task Our_server_refuses_openssl_as_a_stranger(string version, string? shown)
    {
        await using NetServer server = lab.StartMutual();
        await using PeerProcess openssl = StartClient(server, version, shown);

        // In TLS 1.3 the client learns it when it reads: its own handshake was complete before.
        Assert.Equal("", await openssl.Output.ReadToEndAsync().WaitAsync(Bounded.Limit));
        await Until.TrueAsync(() => server.ActiveConnections == 0);

        NetServerEvent refused = (await new GetNetServerEventOperation().CollectAsync(new GetNetServerEventRequest
        {
            Server = [server],
            EventKind = [NetServerEventKind.TlsFailed],
        })).Results<NetServerEvent>().Single();
        Assert.StartsWith("The client's certificate is not trusted: ", refused.Reason, StringComparison.Ordinal);
        Assert.Contains(shown is null ? "none was sent" : "is not known", refused.Reason, StringComparison.Ordinal);
        Assert.Equal((1, 0, 0), (server.RejectedConnections, server.BytesReceived, server.FailedConnections));
    }

    [Fact]
    public async Task Openssls_server_is_asked_for_the_name_that_was_meant()
    {
        await lab.MakeAsync(new()
        {
            Issuer = lab.Source("root.crt"),
            DnsName = ["other.example"],
            Path = lab.File("other"),
            Force = true,
        });
        await using PeerProcess openssl = StartServer(
            "-tls1_3",
            "-servername", "other.example", "-cert2", lab.File("other.crt"), "-key2", lab.File("other.key"));
        int port = await PortOfAsync(openssl);

        // The certificate of the one name fits no other, so each reply tells that its own was shown.
        foreach (string name in new[] { "other.example", "localhost" })
        {
            List<PipelineItem> items = await new InvokeTcpRequestOperation().CollectAsync(new()
            {
                ComputerName = ["127.0.0.1"],
                Port = port,
                TlsHost = name,
                TrustedCertificate = [lab.Source("root.crt")],
                Certificate = lab.Source("alice.crt"),
                Message = "hello\n",
                Until = "\n",
            });
            Assert.Empty(items.Failures().Select(failure => failure.Message));
        }
    }

    [Theory]
    [InlineData("other,echo", "ALPN protocol: echo")]
    [InlineData("other", "no application protocol")]
    public async Task Openssl_agrees_with_our_server_on_an_application_protocol(string offered, string told)
    {
        await using NetServer server = lab.Start(new() { ApplicationProtocol = ["echo", "chat"] });
        await using PeerProcess openssl = StartClient(server, "-tls1_3", null, "-alpn", offered);
        openssl.Input.Close();

        Task<string> errors = openssl.Errors.ReadToEndAsync();
        string output = await openssl.Output.ReadToEndAsync().WaitAsync(Bounded.Limit);

        Assert.Contains(told, output + await errors.WaitAsync(Bounded.Limit), StringComparison.Ordinal);
    }

    private static async Task<int> PortOfAsync(PeerProcess openssl)
    {
        string line = await openssl.ReadLineAsync();
        while (!line.StartsWith("ACCEPT", StringComparison.Ordinal))
            line = await openssl.ReadLineAsync();
        return int.Parse(line.AsSpan(line.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);
    }

    private PeerProcess StartServer(string version, params string[] more) => PeerProcess.Start(
        "openssl",
        [
            "s_server", "-accept", "127.0.0.1:0", "-cert", lab.File("server.crt"), "-key", lab.File("server.key"),
            "-CAfile", lab.Root, "-Verify", "1", "-verify_return_error", "-rev", version, .. more,
        ]);

    private PeerProcess StartClient(NetServer server, string version, string? shown, params string[] more)
        => PeerProcess.Start(
            "openssl",
            [
                "s_client", "-connect", $"127.0.0.1:{server.Port}", "-servername", "localhost", "-CAfile", lab.Root,
                .. more.Length > 0 ? more : (string[])["-quiet"], version,
                .. shown is null ? (string[])[] : ["-cert", lab.File($"{shown}.crt"), "-key", lab.File($"{shown}.key")],
            ]);

    private async Task<List<PipelineItem>> AskAsync(PeerProcess openssl, string? shown) => await lab.AskAsync(
        await PortOfAsync(openssl),
        new()
        {
            Message = "hello\n",
            Until = "\n",
            Certificate = shown is null ? null : lab.Source($"{shown}.crt"),
        });
}
