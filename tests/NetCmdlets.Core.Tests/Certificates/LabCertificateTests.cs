using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Certificates;
using NetCmdlets.Sockets.Tls;
using Xunit;

namespace NetCmdlets.Core.Tests.Certificates;

public sealed class LabCertificateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_authority_may_sign_and_nothing_else()
    {
        using X509Certificate2 authority = Make(new() { Kind = LabCertificateKind.Authority });

        Assert.Equal("CN=NetCmdlets lab CA", authority.Subject);
        Assert.True(authority.HasPrivateKey);
        X509BasicConstraintsExtension constraints = Extension<X509BasicConstraintsExtension>(authority)!;
        Assert.True(constraints.CertificateAuthority);
        Assert.True(constraints.Critical);
        Assert.Equal(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
            Extension<X509KeyUsageExtension>(authority)!.KeyUsages);
        Assert.Null(Extension<X509EnhancedKeyUsageExtension>(authority));
        Assert.Equal(Now.AddMinutes(-5), new DateTimeOffset(authority.NotBefore));
        Assert.Equal(Now.AddDays(3650), new DateTimeOffset(authority.NotAfter));
    }

    [Fact]
    public void A_server_without_names_is_for_the_loopback()
    {
        using X509Certificate2 server = Make(new());

        X509SubjectAlternativeNameExtension names = Extension<X509SubjectAlternativeNameExtension>(server)!;
        Assert.Equal(["localhost"], names.EnumerateDnsNames());
        Assert.Equal([IPAddress.Loopback, IPAddress.IPv6Loopback], names.EnumerateIPAddresses());
        Assert.Equal("CN=localhost", server.Subject);
        Assert.Equal("1.3.6.1.5.5.7.3.1", Purpose(server));
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, Extension<X509KeyUsageExtension>(server)!.KeyUsages);
        Assert.True(server.MatchesHostname("localhost"));
        Assert.True(server.MatchesHostname("127.0.0.1"));
        Assert.True(server.MatchesHostname("::1"));
    }

    [Fact]
    public void An_address_among_the_dns_names_becomes_an_address()
    {
        using X509Certificate2 server = Make(new() { DnsName = ["web.lab.test", "192.0.2.7", "[2001:db8::7]"] });

        X509SubjectAlternativeNameExtension names = Extension<X509SubjectAlternativeNameExtension>(server)!;
        Assert.Equal(["web.lab.test"], names.EnumerateDnsNames());
        Assert.Equal([IPAddress.Parse("192.0.2.7"), IPAddress.Parse("2001:db8::7")], names.EnumerateIPAddresses());
    }

    [Fact]
    public void A_client_is_for_client_authentication_only()
    {
        using X509Certificate2 client = Make(new() { Kind = LabCertificateKind.Client, Subject = "alice" });

        Assert.Equal("CN=alice", client.Subject);
        Assert.Equal("1.3.6.1.5.5.7.3.2", Purpose(client));
        Assert.Null(Extension<X509SubjectAlternativeNameExtension>(client));
    }

    [Theory]
    [InlineData(LabKeyAlgorithm.EcdsaP256, "1.2.840.10045.4.3.2")]
    [InlineData(LabKeyAlgorithm.EcdsaP384, "1.2.840.10045.4.3.3")]
    [InlineData(LabKeyAlgorithm.Rsa2048, "1.2.840.113549.1.1.11")]
    public void The_signature_fits_the_key(LabKeyAlgorithm algorithm, string signature)
    {
        using X509Certificate2 server = Make(new() { Algorithm = algorithm });

        Assert.Equal(signature, server.SignatureAlgorithm.Value);
        Assert.Equal(algorithm == LabKeyAlgorithm.Rsa2048, server.GetRSAPublicKey()?.KeySize == 2048);
    }

    [Fact]
    public void An_rsa_server_may_also_carry_a_session_key()
    {
        using X509Certificate2 server = Make(new() { Algorithm = LabKeyAlgorithm.Rsa2048 });

        Assert.Equal(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment,
            Extension<X509KeyUsageExtension>(server)!.KeyUsages);
    }

    [Theory]
    [InlineData(LabKeyAlgorithm.EcdsaP256, LabKeyAlgorithm.Rsa2048)]
    [InlineData(LabKeyAlgorithm.Rsa2048, LabKeyAlgorithm.EcdsaP384)]
    public void A_chain_through_an_intermediate_is_trusted_by_its_root(LabKeyAlgorithm upper, LabKeyAlgorithm lower)
    {
        using X509Certificate2 root = Make(new() { Kind = LabCertificateKind.Authority, Algorithm = upper });
        using X509Certificate2 middle = Make(new()
        {
            Kind = LabCertificateKind.Authority,
            Subject = "middle",
            Issuer = new CertificateSource(root),
            Algorithm = lower,
        });
        using X509Certificate2 server = Make(new() { Issuer = new CertificateSource(middle) });

        Assert.Equal(["CN=middle"], CertificateChain.Of(server).Select(above => above.Subject));
        Assert.Equal([], Verify(server, root));
    }

    [Fact]
    public void An_expired_one_fails_only_for_its_time()
    {
        using X509Certificate2 root = Make(new() { Kind = LabCertificateKind.Authority });
        using X509Certificate2 server = Make(new() { Issuer = new CertificateSource(root), Expired = true });

        Assert.Equal(Now.AddDays(-1), new DateTimeOffset(server.NotAfter));
        Assert.Equal([X509ChainStatusFlags.NotTimeValid], Verify(server, root));
    }

    [Fact]
    public void A_not_yet_valid_one_begins_tomorrow()
    {
        using X509Certificate2 root = Make(new() { Kind = LabCertificateKind.Authority });
        using X509Certificate2 server = Make(new() { Issuer = new CertificateSource(root), NotYetValid = true });

        Assert.Equal(Now.AddDays(1), new DateTimeOffset(server.NotBefore));
        Assert.Equal([X509ChainStatusFlags.NotTimeValid], Verify(server, root));
    }

    [Fact]
    public void A_wrong_name_is_a_good_certificate_of_another_host()
    {
        using X509Certificate2 root = Make(new() { Kind = LabCertificateKind.Authority });
        using X509Certificate2 server = Make(new() { Issuer = new CertificateSource(root), WrongName = true });

        Assert.Equal([], Verify(server, root));
        Assert.False(server.MatchesHostname("localhost"));
        Assert.True(server.MatchesHostname("wrong-name.invalid"));
    }

    [Fact]
    public void An_untrusted_one_bears_the_issuers_name_but_not_its_signature()
    {
        using X509Certificate2 root = Make(new() { Kind = LabCertificateKind.Authority, Subject = "The root" });
        using X509Certificate2 server = Make(new() { Issuer = new CertificateSource(root), Untrusted = true });

        Assert.Equal(root.Subject, server.Issuer);
        Assert.Contains(X509ChainStatusFlags.PartialChain, Verify(server, root));
    }

    [Fact]
    public void Without_an_issuer_it_signs_itself()
    {
        using X509Certificate2 server = Make(new() { Subject = "CN=a.test, O=Lab" });

        Assert.Equal(server.Subject, server.Issuer);
        Assert.Equal([], Verify(server, server));
        Assert.Empty(CertificateChain.Of(server));
    }

    [Fact]
    public void Serial_numbers_are_positive_sixteen_octets_and_differ()
    {
        string[] serials = [.. Enumerable.Range(0, 20).Select(_ =>
        {
            using X509Certificate2 certificate = Make(new());
            return certificate.SerialNumber;
        })];

        Assert.Equal(20, serials.Distinct().Count());
        Assert.All(serials, serial =>
        {
            Assert.Equal(32, serial.Length);
            Assert.InRange(Convert.ToByte(serial[..2], 16), 0x40, 0x7F);
        });
    }

    [Fact]
    public void Its_time_is_what_was_asked_for()
    {
        using X509Certificate2 brief = Make(new() { ValidDays = 0.5 });
        using X509Certificate2 dated = Make(new() { NotBefore = Now.AddDays(2), NotAfter = Now.AddDays(3) });

        Assert.Equal(Now.AddHours(12), new DateTimeOffset(brief.NotAfter));
        Assert.Equal(Now.AddDays(2), new DateTimeOffset(dated.NotBefore));
        Assert.Equal(Now.AddDays(3), new DateTimeOffset(dated.NotAfter));
    }

    public static TheoryData<NewLabCertificateRequest, string> Refused => new()
    {
        { new() { Expired = true, NotYetValid = true }, "exclude each other" },
        { new() { Expired = true, NotAfter = Now }, "set the dates themselves" },
        { new() { NotAfter = Now.AddDays(2), ValidDays = 2 }, "exclude each other" },
        { new() { NotBefore = Now, NotAfter = Now }, "is not after the beginning" },
        { new() { SelfSigned = true, Untrusted = true }, "has no issuer" },
        { new() { Kind = LabCertificateKind.Authority, Untrusted = true }, "any new one" },
        { new() { Kind = LabCertificateKind.Client, WrongName = true }, "is for servers" },
        { new() { WrongName = true, DnsName = ["a.test"] }, "sets the names itself" },
        { new() { Kind = LabCertificateKind.Authority, DnsName = ["a.test"] }, "no host names" },
        { new() { Subject = new string('a', 65) }, "1 to 64 characters" },
        { new() { Subject = "XX=nothing" }, "no distinguished name" },
        { new() { DnsName = ["not a name"] }, "no DNS name" },
        { new() { DnsName = [new string('a', 64) + ".test"] }, "no DNS name" },
        { new() { ValidDays = -1 }, "-ValidDays" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_does_not_go_together_is_refused(NewLabCertificateRequest request, string message)
    {
        NetException error = Assert.Throws<NetException>(() => Make(request));

        Assert.Equal(FailureKind.InvalidRequest, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_cannot_sign()
    {
        using X509Certificate2 server = Make(new());

        NetException error = Assert.Throws<NetException>(() => Make(new() { Issuer = new CertificateSource(server) }));

        Assert.Equal(FailureKind.InvalidRequest, error.Kind);
        Assert.Contains("no certification authority", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_issuer_without_its_key_cannot_sign()
    {
        using X509Certificate2 root = Make(new() { Kind = LabCertificateKind.Authority });
        using var bare = new X509Certificate2(root.RawData);

        NetException error = Assert.Throws<NetException>(() => Make(new() { Issuer = new CertificateSource(bare) }));

        Assert.Equal(FailureKind.InvalidRequest, error.Kind);
        Assert.Contains("no private key", error.Message, StringComparison.Ordinal);
    }

    private static X509Certificate2 Make(NewLabCertificateRequest request)
        => new NewLabCertificateOperation(new FixedClock(Now)).Create(request);

    private static T? Extension<T>(X509Certificate2 certificate)
        where T : X509Extension
        => certificate.Extensions.OfType<T>().SingleOrDefault();

    private static string Purpose(X509Certificate2 certificate)
        => Extension<X509EnhancedKeyUsageExtension>(certificate)!.EnhancedKeyUsages.Cast<Oid>().Single().Value!;

    private static X509ChainStatusFlags[] Verify(X509Certificate2 certificate, X509Certificate2 root)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.AddRange(CertificateChain.Of(certificate).ToArray());
        chain.ChainPolicy.VerificationTime = Now.UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.Build(certificate);
        return [.. chain.ChainStatus.Select(status => status.Status)];
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
