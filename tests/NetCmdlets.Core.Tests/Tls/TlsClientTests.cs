using System.Net;
using System.Net.Sockets;
using NetCmdlets.Core.Tests.Servers;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Certificates;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Tls;

public sealed class TlsClientTests
{
    public static TheoryData<NewLabCertificateRequest, CertificateFault, string> Faults => new()
    {
        { new() { Expired = true }, CertificateFault.Expired, "it expired on " },
        { new() { NotYetValid = true }, CertificateFault.NotYetValid, "it is not valid before " },
        { new() { WrongName = true }, CertificateFault.WrongName, "for 'wrong-name.invalid', not for 'localhost'" },
        { new() { Untrusted = true }, CertificateFault.UnknownIssuer, "'CN=NetCmdlets lab CA' is not known" },
        { new() { SelfSigned = true }, CertificateFault.SelfSigned, "it signed itself" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_certificate_with_one_fault_is_refused_for_it(
        NewLabCertificateRequest request, CertificateFault fault, string reason)
    {
        NewLabCertificateRequest whole = request.SelfSigned ? request : request with { Issuer = new(Lab.Root) };
        await using NetServer server = Lab.Start(new() { Certificate = new(Lab.Make(whole)) });

        TlsClientResult refused = await Lab.HandshakeAsync(server);
        TlsClientResult unchecked_ = await Lab.HandshakeAsync(server, Lab.Client with { SkipCertificateCheck = true });

        Assert.Null(refused.Transport);
        Assert.Equal(FailureKind.CertificateNotTrusted, refused.Failure!.Kind);
        Assert.Contains(reason, refused.Failure.Message, StringComparison.Ordinal);
        Assert.Equal([fault], refused.Verdict!.Faults);
        using (unchecked_.Transport)
        {
            Assert.NotNull(unchecked_.Transport);
            Assert.Equal([fault], unchecked_.Verdict!.Faults);
        }
    }

    [Fact]
    public async Task The_systems_roots_do_not_know_a_lab()
    {
        await using NetServer server = Lab.Start(Lab.Tls);

        TlsClientResult result = await Lab.HandshakeAsync(server, new() { TargetHost = "localhost" });

        Assert.Equal(FailureKind.CertificateNotTrusted, result.Failure!.Kind);
        Assert.NotNull(result.Verdict);
        Assert.False(result.Verdict.Trusted);
    }

    [Fact]
    public async Task A_certificate_that_is_trusted_itself_needs_no_authority()
    {
        var alone = Lab.Make(new());
        await using NetServer server = Lab.Start(new() { Certificate = new(alone) });

        TlsClientResult result = await Lab.HandshakeAsync(server, Lab.Client with { TrustedCertificates = [alone] });

        using (result.Transport)
            Assert.True(result.Verdict!.Trusted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_signed_certificate_that_is_trusted_itself_needs_its_time_and_no_issuer(bool expired)
    {
        var signed = Lab.Make(new() { Issuer = new(Lab.Root), Expired = expired });
        await using NetServer server = Lab.Start(new() { Certificate = new(signed) });

        TlsClientResult result = await Lab.HandshakeAsync(server, Lab.Client with { TrustedCertificates = [signed] });

        using (result.Transport)
            Assert.Equal(expired ? [CertificateFault.Expired] : [], result.Verdict!.Faults);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("127.0.0.2", false)]
    public async Task An_address_is_compared_with_the_certificates_addresses(string host, bool trusted)
    {
        await using NetServer server = Lab.Start(Lab.Tls);

        TlsClientResult result = await Lab.HandshakeAsync(server, Lab.Client with { TargetHost = host });

        using (result.Transport)
            Assert.Equal(trusted, result.Verdict!.Trusted);
    }

    [Fact]
    public async Task A_server_that_does_not_speak_tls_is_told_so()
    {
        await using NetServer server = Lab.Start(new());

        TlsClientResult result = await Lab.HandshakeAsync(server);

        // An echo server answers the hello with itself, which is TLS but no answer.
        Assert.Equal(FailureKind.TlsFailed, result.Failure!.Kind);
        Assert.EndsWith(
            "the peer sent the hello back: it echoes what it gets, and does not speak TLS.", result.Failure.Message);
    }

    [Fact]
    public async Task A_server_of_older_versions_is_told_so()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<TlsClientResult> connecting = ConnectToAsync(listener, Bounded.Limit);
        using Socket accepted = await listener.AcceptSocketAsync().Within();
        // A record with a fatal alert, protocol_version (RFC 8446, section 6).
        await accepted.SendAsync((byte[])[21, 3, 1, 0, 2, 2, 70]).Within();

        TlsClientResult result = await connecting.Within();

        Assert.Equal(FailureKind.TlsFailed, result.Failure!.Kind);
        Assert.EndsWith("'protocol version': it takes neither TLS 1.2 nor TLS 1.3.", result.Failure.Message);
    }

    [Fact]
    public async Task A_server_that_talks_first_is_told_so()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<TlsClientResult> connecting = ConnectToAsync(listener, Bounded.Limit);
        using Socket accepted = await listener.AcceptSocketAsync().Within();
        await accepted.SendAsync("220 ready\r\n"u8.ToArray()).Within();

        TlsClientResult result = await connecting.Within();

        Assert.Equal(FailureKind.TlsFailed, result.Failure!.Kind);
        Assert.Contains("is not TLS (its first byte is 0x32)", result.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_closes_within_the_handshake_is_told_so()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<TlsClientResult> connecting = ConnectToAsync(listener, Bounded.Limit);
        using (Socket accepted = await listener.AcceptSocketAsync().Within())
        {
            // All of the hello is taken, so that the close is FIN and not RST.
            await accepted.ReceiveAsync(new byte[4096]).Within();
            accepted.Shutdown(SocketShutdown.Both);
        }

        TlsClientResult result = await connecting.Within();

        Assert.Equal(FailureKind.TlsFailed, result.Failure!.Kind);
        Assert.Contains("closed without a word of TLS", result.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_server_is_given_up_after_the_limit()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        TlsClientResult result = await ConnectToAsync(listener, TimeSpan.FromMilliseconds(50)).Within();

        Assert.Equal(FailureKind.ConnectionTimedOut, result.Failure!.Kind);
    }

    [Fact]
    public async Task The_callers_stop_ends_the_handshake()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        Task<TlsClientResult> connecting = ConnectToAsync(listener, Bounded.Limit, stop.Token);
        using Socket accepted = await listener.AcceptSocketAsync().Within();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.Within());
    }

    [Fact]
    public async Task A_dispose_announces_the_end_and_ends_what_is_under_way()
    {
        await using NetServer server = Lab.Start(Lab.Tls);
        TlsTransport client = (await Lab.HandshakeAsync(server)).Transport!;
        await client.SendAsync("x"u8.ToArray()).Within();
        await client.ReceiveAsync(1);
        ValueTask<TransferResult> waiting = client.ReceiveAsync(new byte[1]);

        client.Dispose();

        Assert.Equal(SocketError.OperationAborted, (await waiting.Within()).Error);
        Assert.Equal("PeerClosed", (await server.WaitForAsync(NetServerEventKind.Closed)).Reason);
    }

    private static async Task<TlsClientResult> ConnectToAsync(
        TcpListener listener, TimeSpan limit, CancellationToken cancellationToken = default)
        => await TlsClient.ConnectAsync(
            await Lab.ConnectAsync(listener.LocalEndpoint), Lab.Client, limit, cancellationToken);
}
