using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Core.Tests.Operations.Echo;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Certificates;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Tls;

public sealed class TestTlsHandshakeTests
{
    private static readonly TestTlsHandshakeRequest Ask = new()
    {
        ComputerName = ["127.0.0.1"],
        TrustedCertificate = [new(Lab.Root)],
    };

    [Fact]
    public async Task A_good_server_is_told_in_full()
    {
        X509Certificate2 middle = Lab.Make(new()
        {
            Kind = LabCertificateKind.Authority,
            Subject = "middle",
            Issuer = new(Lab.Root),
            Algorithm = LabKeyAlgorithm.Rsa2048,
        });
        X509Certificate2 certificate = Lab.Make(new() { Issuer = new(middle), ValidDays = 30.5 });
        await using NetServer server = Lab.Start(
            new() { Certificate = new(certificate), ApplicationProtocol = ["echo"] });

        TlsHandshake result = await TestAsync(server, Ask with { ApplicationProtocol = ["h2", "echo"] });

        Assert.True(result.Succeeded);
        Assert.True(result.Trusted);
        Assert.Empty(result.Faults);
        Assert.Null(result.Reason);
        Assert.Equal("Trusted", result.Verdict);
        Assert.Equal("TLS 1.3", result.Protocol);
        Assert.StartsWith("TLS_", result.CipherSuite, StringComparison.Ordinal);
        Assert.Equal("echo", result.ApplicationProtocol);
        Assert.False(result.ClientCertificateRequested);
        Assert.Equal(["CN=localhost", "CN=middle"], result.Chain.Select(each => each.Subject));
        Assert.Equal(("ECDSA", 256), (result.Chain[0].KeyAlgorithm, result.Chain[0].KeySize));
        Assert.Equal(("RSA", 2048), (result.Chain[1].KeyAlgorithm, result.Chain[1].KeySize));
        Assert.Equal("CN=middle", result.Issuer);
        Assert.Equal(["localhost", "127.0.0.1", "::1"], result.Names);
        Assert.Equal(certificate.NotAfter, result.NotAfter!.Value);
        Assert.Equal(30, result.DaysLeft);
        Assert.Equal(certificate.Thumbprint, result.Certificate!.Thumbprint);
        Assert.Equal(server.LocalEndPoint, result.RemoteEndPoint);
        Assert.True(result.HandshakeTime > TimeSpan.Zero);
    }

    public static TheoryData<NewLabCertificateRequest, CertificateFault, int> Wrong => new()
    {
        { new() { Expired = true }, CertificateFault.Expired, -1 },
        { new() { NotYetValid = true }, CertificateFault.NotYetValid, 365 },
        { new() { WrongName = true }, CertificateFault.WrongName, 364 },
        { new() { Untrusted = true }, CertificateFault.UnknownIssuer, 364 },
        { new() { Kind = LabCertificateKind.Client }, CertificateFault.WrongPurpose, 364 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_certificate_is_a_result_with_its_fault(
        NewLabCertificateRequest request, CertificateFault fault, int daysLeft)
    {
        X509Certificate2 certificate = Lab.Make(request with { Issuer = new(Lab.Root) });
        await using NetServer server = Lab.Start(new() { Certificate = new(certificate) });

        TlsHandshake result = await TestAsync(server, Ask with { TlsHost = "localhost" });

        Assert.True(result.Succeeded);
        Assert.False(result.Trusted);
        Assert.Contains(fault, result.Faults);
        Assert.Contains($"{fault}", result.Verdict, StringComparison.Ordinal);
        Assert.StartsWith("CertificateNotTrusted: ", result.Reason, StringComparison.Ordinal);
        Assert.Equal(daysLeft, result.DaysLeft);
    }

    [Fact]
    public async Task A_server_that_asks_for_clients_says_whose()
    {
        await using NetServer server = Lab.Start(Lab.MutualTls);

        TlsHandshake without = await TestAsync(server, Ask);
        TlsHandshake with = await TestAsync(server, Ask with { Certificate = new(Lab.Alice) });

        Assert.True(without.ClientCertificateRequested);
        Assert.Equal(["CN=NetCmdlets lab CA"], without.AcceptableIssuers);
        Assert.True(with.ClientCertificateRequested);
        Assert.True(with.Trusted);
    }

    [Fact]
    public async Task A_server_of_TLS_1_2_that_refuses_for_want_of_a_client_certificate_is_told_in_full()
    {
        X509Certificate2 middle = Lab.Make(new()
        {
            Kind = LabCertificateKind.Authority,
            Subject = "middle",
            Issuer = new(Lab.Root),
        });
        X509Certificate2 certificate = Lab.Make(new() { Issuer = new(middle) });
        await using var peer = EchoPeer.Plain(async client =>
        {
            await using var stream = new SslStream(new OneFlightStream(client));
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(certificate, [middle], offline: true),
                ClientCertificateRequired = true,
                EnabledSslProtocols = SslProtocols.Tls12,
            });
        });
        TlsHandshake result = Assert.Single((await new TestTlsHandshakeOperation().CollectAsync(
            Ask with { Port = [$"{peer.Port}"] })).Results<TlsHandshake>());

        Assert.False(result.Succeeded);
        Assert.StartsWith("TlsFailed: ", result.Reason, StringComparison.Ordinal);
        Assert.Equal("TLS 1.2", result.Protocol);
        Assert.StartsWith("TLS_ECDHE_ECDSA_", result.CipherSuite, StringComparison.Ordinal);
        Assert.True(result.ClientCertificateRequested);
        Assert.Equal(["CN=localhost", "CN=middle"], result.Chain.Select(each => each.Subject));
        Assert.Empty(result.Faults);
        Assert.True(result.Trusted);
    }

    [Fact]
    public async Task A_certificate_that_nobody_asked_for_is_not_shown()
    {
        await using NetServer server = Lab.Start(Lab.Tls);

        Assert.False((await TestAsync(server, Ask with { Certificate = new(Lab.Alice) })).ClientCertificateRequested);
    }

    [Fact]
    public async Task A_closed_port_and_a_name_that_does_not_exist_are_results()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        string port = $"{((IPEndPoint)taken.LocalEndPoint!).Port}";

        List<TlsHandshake> results = (await new TestTlsHandshakeOperation().CollectAsync(
            Ask with { ComputerName = ["127.0.0.1", "no-such-host.invalid"], Port = [port] })).Results<TlsHandshake>();

        Assert.All(results, result => Assert.False(result.Succeeded));
        Assert.All(results, result => Assert.Null(result.Trusted));
        Assert.Contains(results, result => result.Verdict == "ConnectionRefused");
        Assert.StartsWith(
            "ConnectionRefused: ", results.Single(result => result.ComputerName == "127.0.0.1").Reason!,
            StringComparison.Ordinal);
        Assert.Matches(
            "^Name(NotFound|ServerFailed): ", results.Single(result => result.ComputerName != "127.0.0.1").Reason!);
    }

    [Fact]
    public async Task A_server_that_speaks_no_tls_is_a_result_with_its_reason()
    {
        await using NetServer server = Lab.Start(new());

        TlsHandshake result = await TestAsync(server, Ask);

        Assert.False(result.Succeeded);
        Assert.StartsWith("TlsFailed: ", result.Reason, StringComparison.Ordinal);
        Assert.NotNull(result.ConnectTime);
        Assert.Null(result.Certificate);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Quiet_says_whether_it_is_trusted(bool trusted)
    {
        await using NetServer server = Lab.Start(Lab.Tls);

        List<PipelineItem> items = await new TestTlsHandshakeOperation().CollectAsync(Ask with
        {
            Port = [$"{server.Port}"],
            TrustedCertificate = [new(trusted ? Lab.Root : Lab.Alice)],
            Quiet = true,
        });

        Assert.Equal([trusted], items.Results<bool>());
    }

    [Fact]
    public async Task Every_host_and_port_is_asked()
    {
        await using NetServer one = Lab.Start(Lab.Tls);
        await using NetServer other = Lab.Start(Lab.Tls);

        List<TlsHandshake> results = (await new TestTlsHandshakeOperation().CollectAsync(Ask with
        {
            ComputerName = ["127.0.0.1", "localhost"],
            Family = AddressFamilyChoice.IPv4,
            Port = [$"{one.Port}", $"{other.Port}"],
        })).Results<TlsHandshake>();

        Assert.Equal(4, results.Select(result => (result.ComputerName, result.Port)).Distinct().Count());
        Assert.All(results, result => Assert.True(result.Trusted));
    }

    [Fact]
    public async Task A_root_that_cannot_be_read_ends_the_use()
    {
        NetException error = await Assert.ThrowsAsync<NetException>(() => new TestTlsHandshakeOperation().CollectAsync(
            Ask with { TrustedCertificate = [new CertificateSource("/no-such-folder/ca.crt")] }));

        Assert.Equal(FailureKind.FileFailed, error.Kind);
    }

    private static async Task<TlsHandshake> TestAsync(NetServer server, TestTlsHandshakeRequest request)
        => (await new TestTlsHandshakeOperation().CollectAsync(request with { Port = [$"{server.Port}"] }))
            .Results<TlsHandshake>().Single();

    /// <summary>A server's connection that ends when the server has spoken once.</summary>
    private sealed class OneFlightStream(Socket socket) : NetworkStream(socket)
    {
        private bool spoken;

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = await base.ReadAsync(buffer, cancellationToken);
            return spoken && !buffer.IsEmpty ? 0 : count;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            spoken = true;
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
