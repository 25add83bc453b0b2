using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using NetCmdlets.Core.Tests.Tls;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Echo;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Echo;

/// <summary>Each check of Test-EchoServer inside TLS: what a half-close, a reset and an end mean there.</summary>
public sealed class TestEchoServerTlsTests
{
    private static readonly TestEchoServerRequest Ask = new()
    {
        ComputerName = ["127.0.0.1"],
        TrustedCertificate = [new(Lab.Root)],
        Concurrency = 20,
        Timeout = TimeSpan.FromSeconds(15),
    };

    [Fact]
    public async Task Our_TLS_echo_server_passes_every_check()
    {
        await using NetServer server = Lab.Start(Lab.Tls);
        AssertPassed(await TestAsync(Ask with { Port = server.Port!.Value }));
    }

    [Fact]
    public async Task Our_server_with_mutual_TLS_and_a_token_passes_every_check()
    {
        await using NetServer server = Lab.Start(Lab.MutualTls with { Token = AccessToken.FromText("sesame") });
        AssertPassed(await TestAsync(Ask with
        {
            Port = server.Port!.Value,
            Certificate = new(Lab.Alice),
            Token = AccessToken.FromText("sesame"),
        }));
    }

    [Fact]
    public async Task What_TLS_1_2_does_not_know_is_not_asked_of_its_servers()
    {
        await using var peer = EchoPeer.Tls(SslProtocols.Tls12, async (stream, _) =>
        {
            await EchoPeer.EchoAsync(stream);
            await stream.ShutdownAsync();
        });
        List<EchoCheck> checks = await TestAsync(Ask with { Port = peer.Port });

        EchoCheck half = checks.Single(check => check.Id == "HalfClose");
        Assert.Null(half.Passed);
        Assert.Equal("not run: TLS 1.2 knows no half-close (RFC 5246, section 7.2.1).", half.Evidence);
        AssertPassed(checks.Where(check => check.Id != "HalfClose"));
    }

    [Theory]
    [InlineData("Text HalfClose", true)]
    [InlineData("HalfClose", false)]
    public async Task Quiet_takes_what_was_not_run_for_nothing(string ids, bool passed)
    {
        await using var peer = EchoPeer.Tls(SslProtocols.Tls12, (stream, _) => EchoPeer.EchoAsync(stream));
        List<PipelineItem> items = await new TestEchoServerOperation().CollectAsync(
            Ask with { Port = peer.Port, Id = ids.Split(' '), Quiet = true });

        Assert.Equal([passed], items.Results<bool>());
    }

    [Theory]
    [InlineData(true, "then the server closed.")]
    [InlineData(false, "then the server closed without close_notify.")]
    public async Task The_evidence_tells_an_announced_end_from_a_bare_one(bool announced, string ending)
    {
        await using var peer = EchoPeer.Tls(SslProtocols.Tls13, async (stream, client) =>
        {
            await EchoPeer.EchoAsync(stream);
            if (announced)
                await stream.ShutdownAsync();
            client.Shutdown(SocketShutdown.Send);
        });
        List<EchoCheck> checks = await TestAsync(Ask with { Port = peer.Port, Id = ["Empty", "HalfClose"] });

        AssertPassed(checks);
        Assert.Equal([$"nothing came back, {ending}", $"262,144 bytes came back the same, {ending}"],
            checks.Select(check => check.Evidence));
    }

    [Fact]
    public async Task A_server_that_takes_close_notify_for_the_end_of_both_sides_is_found()
    {
        await using var peer = EchoPeer.Tls(SslProtocols.Tls13, async (stream, _) =>
        {
            // It reads ahead, and throws away what it has not sent when the client's end comes.
            byte[] first = new byte[16 * 1024];
            int count = await stream.ReadAsync(first);
            await stream.WriteAsync(first.AsMemory(0, count));
            while (await stream.ReadAsync(new byte[16 * 1024]) > 0)
                continue;
            await stream.ShutdownAsync();
        });
        List<EchoCheck> checks = await TestAsync(Ask with { Port = peer.Port, Id = ["Text", "Empty", "HalfClose"] });

        Assert.Equal([true, true, false], checks.Select(check => check.Passed));
        Assert.Matches(
            @"^[\d,]+ of 262,144 bytes came back, then the server closed\.$", checks[2].Evidence);
    }

    [Fact]
    public async Task A_server_that_resets_inside_TLS_is_told_so()
    {
        await using var peer = EchoPeer.Tls(SslProtocols.Tls13, async (stream, client) =>
        {
            byte[] first = new byte[1];
            await stream.ReadExactlyAsync(first);
            await stream.WriteAsync(first);
            client.LingerState = new LingerOption(true, 0);
            client.Close();
        });
        EchoCheck check = Assert.Single(await TestAsync(Ask with { Port = peer.Port, Id = ["Text"] }));

        Assert.False(check.Passed);
        // A reset throws away what the client has not read: the first byte may be lost, too.
        Assert.Matches("^[01] of 76 bytes came back, then the server reset the connection\\.$", check.Evidence);
    }

    [Fact]
    public async Task TLS_that_breaks_after_an_answer_says_how()
    {
        await using var peer = EchoPeer.Tls(SslProtocols.Tls13, async (stream, client) =>
        {
            byte[] first = new byte[1];
            await stream.ReadExactlyAsync(first);
            await stream.WriteAsync(first);
            await client.SendAsync(Encoding.ASCII.GetBytes("this is no record of TLS, and never was one"));
            await EchoPeer.EchoAsync(stream);
        });
        EchoCheck check = Assert.Single(await TestAsync(Ask with { Port = peer.Port, Id = ["OneByte"] }));

        Assert.False(check.Passed);
        Assert.StartsWith(
            $"message 2 of 32: 0 of 1 bytes came back, then TLS with 127.0.0.1:{peer.Port} failed: ",
            check.Evidence,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_wants_a_client_certificate_is_not_asked_further()
    {
        await using NetServer server = Lab.Start(Lab.MutualTls);
        List<EchoCheck> checks = await TestAsync(Ask with { Port = server.Port!.Value });

        Assert.False(checks[0].Passed);
        Assert.StartsWith("TlsFailed: ", checks[0].Evidence, StringComparison.Ordinal);
        Assert.Contains("-Certificate", checks[0].Evidence, StringComparison.Ordinal);
        Assert.All(checks.Skip(1), check => Assert.Null(check.Passed));
    }

    [Fact]
    public async Task A_wrong_token_is_told_as_one_and_the_rest_is_not_asked()
    {
        await using NetServer server = Lab.Start(Lab.Tls with { Token = AccessToken.FromText("sesame") });
        List<EchoCheck> checks = await TestAsync(
            Ask with { Port = server.Port!.Value, Token = AccessToken.FromText("close") });

        Assert.StartsWith("Unauthorized: ", checks[0].Evidence, StringComparison.Ordinal);
        Assert.Equal([false, .. Enumerable.Repeat<bool?>(null, 9)], checks.Select(check => check.Passed));
    }

    [Fact]
    public async Task A_server_that_is_not_trusted_is_not_asked_at_all()
    {
        await using NetServer server = Lab.Start(Lab.Tls);
        List<EchoCheck> checks = await TestAsync(
            Ask with { Port = server.Port!.Value, TrustedCertificate = [new(Lab.Alice)] });

        Assert.StartsWith("CertificateNotTrusted: ", checks[0].Evidence, StringComparison.Ordinal);
        Assert.All(checks.Skip(1), check => Assert.Null(check.Passed));
        Assert.Equal(0, server.BytesReceived);
    }

    [Fact]
    public async Task TLS_and_tokens_are_not_passed_over_in_silence_over_UDP()
    {
        TestEchoServerRequest[] requests =
        [
            Ask with { Port = 7 },
            Ask with { Port = 7, TrustedCertificate = [], Tls = true },
            Ask with { Port = 7, TrustedCertificate = [], Token = AccessToken.FromText("sesame") },
        ];
        foreach (TestEchoServerRequest request in requests)
        {
            NetException error = await Assert.ThrowsAsync<NetException>(
                () => TestAsync(request with { Protocol = EchoProtocol.Udp }));
            Assert.Equal(FailureKind.InvalidRequest, error.Kind);
        }
    }

    private static async Task<List<EchoCheck>> TestAsync(TestEchoServerRequest request)
        => (await new TestEchoServerOperation().CollectAsync(request)).Results<EchoCheck>();

    private static void AssertPassed(IEnumerable<EchoCheck> checks)
        => Assert.All(checks, check => Assert.True(check.Passed, $"{check.Id}: {check.Evidence}"));
}
