using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Core.Tests.Servers;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Certificates;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Tls;

/// <summary>What a server inside TLS does, whatever transport is under it.</summary>
public abstract class TlsServerTests(IListenerFactory transport)
{
    [Fact]
    public async Task The_end_may_be_announced_while_an_answer_is_received()
    {
        await using NetServer server = Start(Lab.Tls);
        var data = new byte[400_000];
        new Random(7).NextBytes(data);
        for (int round = 0; round < 100; round++)
        {
            using TlsTransport client = (await Lab.HandshakeAsync(server)).Transport!;
            using var begun = new SemaphoreSlim(0);
            Task<SocketError> ending = Task.Run(async () =>
            {
                Assert.True((await client.SendAsync(data)).Succeeded);
                await begun.WaitAsync();
                Thread.SpinWait(round * 197 % 5000);
                return await client.CompleteSendingAsync();
            });

            byte[] answer = await client.ReceiveAsync(16 * 1024);
            begun.Release();
            answer = [.. answer, .. await client.ReceiveAsync(data.Length - answer.Length)];

            Assert.Equal(data, answer);
            Assert.Equal(SocketError.Success, await ending.Within());
            Assert.Equal(new TransferResult(0, SocketError.Success), await client.ReceiveAsync(new byte[1]).Within());
        }
    }

    [Fact]
    public async Task Echo_answers_all_that_came_before_the_announced_end_and_announces_its_own()
    {
        await using NetServer server = Start(Lab.Tls);
        using TlsTransport client = (await Lab.HandshakeAsync(server)).Transport!;
        var data = new byte[1_000_000];
        new Random(7).NextBytes(data);

        Task sending = Task.Run(async () =>
        {
            Assert.True((await client.SendAsync(data)).Succeeded);
            Assert.Equal(SocketError.Success, await client.CompleteSendingAsync());
        });
        byte[] answer = await client.ReceiveAsync(data.Length);
        await sending.Within();

        Assert.Equal(data, answer);
        Assert.Equal(new TransferResult(0, SocketError.Success), await client.ReceiveAsync(new byte[1]).Within());
        Assert.Equal(SslProtocols.Tls13, client.Protocol);
        NetServerEvent closed = await server.WaitForAsync(NetServerEventKind.Closed);
        Assert.Equal("PeerClosed", closed.Reason);
        Assert.Equal(1_000_000, closed.Bytes);
    }

    [Fact]
    public async Task A_peer_that_leaves_with_a_bare_fin_has_closed()
    {
        await using NetServer server = Start(Lab.Tls);
        IByteTransport plain = await Lab.ConnectAsync(server.LocalEndPoint);
        TlsClientResult result = await TlsClient
            .ConnectAsync(plain, Lab.Client, Bounded.Limit, CancellationToken.None).Within();
        await result.Transport!.SendAsync("x"u8.ToArray()).Within();
        Assert.Equal("x"u8.ToArray(), await result.Transport.ReceiveAsync(1));

        await plain.CompleteSendingAsync().Within();

        Assert.Equal("PeerClosed", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
    }

    [Fact]
    public async Task A_peer_that_resets_is_told_as_reset()
    {
        await using NetServer server = Start(Lab.Tls);
        using TlsTransport client = (await Lab.HandshakeAsync(server)).Transport!;
        await client.SendAsync("x"u8.ToArray()).Within();
        await client.ReceiveAsync(1);

        client.Abort();

        Assert.Equal("Reset", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
    }

    [Fact]
    public async Task Bytes_that_break_the_record_layer_end_the_connection_as_tls_failed()
    {
        await using NetServer server = Start(Lab.Tls);
        IByteTransport plain = await Lab.ConnectAsync(server.LocalEndPoint);
        await TlsClient.ConnectAsync(plain, Lab.Client, Bounded.Limit, CancellationToken.None).Within();

        await plain.SendAsync("\u0017\u0003\u0003\u0000\u0020this is no encrypted record, sorry"u8.ToArray()).Within();

        NetServerEvent closed = await server.WaitForAsync(NetServerEventKind.Closed);
        Assert.StartsWith("TlsFailed: TLS with 127.0.0.1:", closed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "The handshake failed: what came is not TLS (its first byte is 0x47).")]
    [InlineData("\u0000\u0001\u0002garbage", "The handshake failed: what came is not TLS (its first byte is 0x00).")]
    public async Task What_is_not_tls_is_refused_with_its_reason(string text, string reason)
    {
        await using NetServer server = Start(Lab.Tls);
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);

        await client.SendAsync(text);
        client.FinishSending();
        await client.ReceiveToEndAsync();

        NetServerEvent failed = await server.WaitForAsync(NetServerEventKind.TlsFailed);
        Assert.Equal(reason, failed.Reason);
        Assert.Equal($"TlsFailed: {reason}", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
        Assert.Equal(1, server.RejectedConnections);
        Assert.Equal(0, server.MessagesReceived);
    }

    [Fact]
    public async Task A_client_that_says_nothing_is_dropped_when_the_handshakes_time_is_over()
    {
        var clock = new ManualClock();
        await using NetServer server = Start(
            Lab.Tls with { HandshakeTimeout = TimeSpan.FromSeconds(10) }, clock);
        using TestTcpClient silent = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await clock.WhenTimerIsSetAsync(TimeSpan.FromSeconds(10));

        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Empty(await silent.ReceiveToEndAsync());
        NetServerEvent failed = await server.WaitForAsync(NetServerEventKind.TlsFailed);
        Assert.Equal("No handshake within 10 s.", failed.Reason);
        await server.WaitForAsync(NetServerEventKind.Closed);
        Assert.Equal(0, server.ActiveConnections);
    }

    [Fact]
    public async Task Stopping_ends_a_handshake_under_way()
    {
        NetServer server = Start(Lab.Tls);
        using TestTcpClient silent = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await server.WaitForAsync(NetServerEventKind.Accepted);

        await server.StopAsync(TimeSpan.Zero).Within();

        Assert.Equal("Stopped", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
    }

    [Fact]
    public async Task A_client_with_a_certificate_of_the_authority_is_let_in()
    {
        await using NetServer server = Start(Lab.MutualTls);
        using TlsTransport client = (await Lab.HandshakeAsync(
            server, Lab.Client with { Certificate = Lab.Alice })).Transport!;

        await client.SendAsync("hello"u8.ToArray()).Within();

        Assert.Equal("hello"u8.ToArray(), await client.ReceiveAsync(5));
    }

    [Fact]
    public async Task An_intermediate_that_one_client_sends_proves_nothing_for_the_next()
    {
        X509Certificate2 middle = Lab.Make(new()
        {
            Kind = LabCertificateKind.Authority,
            Subject = "middle",
            Issuer = new(Lab.Root),
        });
        X509Certificate2 whole = Lab.Make(new() { Kind = LabCertificateKind.Client, Issuer = new(middle) });
        using var alone = new X509Certificate2(whole);
        await using NetServer server = Start(Lab.MutualTls);
        using (TlsTransport first = (await Lab.HandshakeAsync(
            server, Lab.Client with { Certificate = whole })).Transport!)
        {
            await first.SendAsync("x"u8.ToArray()).Within();
            Assert.Equal("x"u8.ToArray(), await first.ReceiveAsync(1));
        }

        TlsClientResult second = await Lab.HandshakeAsync(server, Lab.Client with { Certificate = alone });

        using (second.Transport)
        {
            NetServerEvent failed = await server.WaitForAsync(NetServerEventKind.TlsFailed);
            Assert.Contains("the issuer 'CN=middle' is not known", failed.Reason, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, string> RefusedClients => new()
    {
        { "none", "none was sent" },
        { "other authority", "the issuer 'CN=NetCmdlets lab CA' is not known" },
        { "expired", "it expired on " },
        { "a server's", "it is not for this purpose" },
        { "self-signed", "it signed itself" },
    };

    [Theory]
    [MemberData(nameof(RefusedClients))]
    public async Task Mutual_tls_refuses_with_the_reason(string shown, string reason)
    {
        await using NetServer server = Start(Lab.MutualTls);
        var client = new NewLabCertificateRequest { Kind = LabCertificateKind.Client, Issuer = new(Lab.Root) };
        X509Certificate2? certificate = shown switch
        {
            "other authority" => Lab.Make(client with { Untrusted = true }),
            "expired" => Lab.Make(client with { Expired = true }),
            "a server's" => Lab.Server,
            "self-signed" => Lab.Make(client with { Issuer = null }),
            _ => null,
        };

        TlsClientResult result = await Lab.HandshakeAsync(server, Lab.Client with { Certificate = certificate });

        NetServerEvent failed = await server.WaitForAsync(NetServerEventKind.TlsFailed);
        Assert.StartsWith("The client's certificate is not trusted: ", failed.Reason, StringComparison.Ordinal);
        Assert.Contains(reason, failed.Reason, StringComparison.Ordinal);
        Assert.Equal(1, server.RejectedConnections);
        // In TLS 1.3 the client's side is complete before the server's verdict: the first receive tells.
        if (result.Transport is { } connection)
        {
            using (connection)
                Assert.False((await connection.ReceiveAsync(new byte[1]).Within()) is { Succeeded: true, Bytes: > 0 });
        }
    }

    [Fact]
    public async Task The_application_protocol_is_agreed_on()
    {
        await using NetServer server = Start(Lab.Tls with { ApplicationProtocol = ["echo/2", "echo/1"] });

        using TlsTransport client = (await Lab.HandshakeAsync(
            server, Lab.Client with { ApplicationProtocols = ["echo/1", "other"] })).Transport!;

        Assert.Equal("echo/1", client.ApplicationProtocol);
    }

    [Fact]
    public async Task A_chain_file_sends_its_intermediate()
    {
        using var folder = new TemporaryFolder();
        X509Certificate2 middle = Lab.Make(new()
        {
            Kind = LabCertificateKind.Authority,
            Subject = "middle",
            Issuer = new(Lab.Root),
        });
        await Lab.WriteAsync(folder, "server", new(middle));
        await using NetServer chained = Start(new() { Certificate = new(folder.File("server-chain.crt")) });
        await using NetServer alone = Start(new() { Certificate = new(folder.File("server.crt")) });

        TlsClientResult whole = await Lab.HandshakeAsync(chained);
        TlsClientResult broken = await Lab.HandshakeAsync(alone);

        using (whole.Transport)
            Assert.True(whole.Verdict!.Trusted);
        Assert.Equal([CertificateFault.UnknownIssuer], broken.Verdict!.Faults);
    }

    [Theory]
    [InlineData(true, false, "add -Certificate")]
    [InlineData(false, true, "add -RequireClientCertificate")]
    public void Parameters_that_do_nothing_are_refused(bool require, bool trust, string message)
    {
        StartTcpEchoServerRequest request = new()
        {
            Certificate = require ? null : new(Lab.Server),
            RequireClientCertificate = require,
            TrustedCertificate = trust ? [new(Lab.Root)] : [],
        };

        NetException error = Assert.Throws<NetException>(() => Start(request));

        Assert.Equal(FailureKind.InvalidRequest, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private NetServer Start(StartTcpEchoServerRequest request, TimeProvider? time = null)
        => Lab.Start(request, time, transport);
}
