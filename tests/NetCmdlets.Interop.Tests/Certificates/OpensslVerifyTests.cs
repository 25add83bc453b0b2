using NetCmdlets.Operations.Certificates;
using NetCmdlets.Sockets.Tls;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Certificates;

/// <summary>OpenSSL's own verdict, in its strict mode, on what New-LabCertificate writes.</summary>
public sealed class OpensslVerifyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(LabKeyAlgorithm.EcdsaP256)]
    [InlineData(LabKeyAlgorithm.EcdsaP384)]
    [InlineData(LabKeyAlgorithm.Rsa2048)]
    [InlineData(LabKeyAlgorithm.Rsa3072)]
    public async Task A_chain_of_three_is_strictly_valid_for_its_purpose(LabKeyAlgorithm algorithm)
    {
        await MakeAsync(new()
        {
            Kind = LabCertificateKind.Authority,
            Path = folder.File("root"),
            Algorithm = algorithm,
        });
        await MakeAsync(new()
        {
            Kind = LabCertificateKind.Authority,
            Subject = "middle",
            Issuer = new CertificateSource(folder.File("root.crt")),
            Path = folder.File("middle"),
        });
        await MakeAsync(new()
        {
            Issuer = Source("middle-chain.crt"),
            Path = folder.File("server"),
            Algorithm = algorithm,
        });
        await MakeAsync(new()
        {
            Kind = LabCertificateKind.Client,
            Issuer = Source("middle-chain.crt"),
            Path = folder.File("client"),
        });

        Assert.Equal((0, $"{folder.File("server.crt")}: OK\n"), await VerifyAsync("server", "sslserver", "localhost"));
        Assert.Equal((0, $"{folder.File("client.crt")}: OK\n"), await VerifyAsync("client", "sslclient"));
        Assert.Contains("unsuitable certificate purpose", (await VerifyAsync("client", "sslserver")).Output);
    }

    [Fact]
    public async Task Each_deliberate_fault_is_the_one_that_openssl_finds()
    {
        await MakeAsync(new() { Kind = LabCertificateKind.Authority, Path = folder.File("root") });
        CertificateSource root = Source("root.crt");
        await MakeAsync(new() { Issuer = root, Expired = true, Path = folder.File("expired") });
        await MakeAsync(new() { Issuer = root, NotYetValid = true, Path = folder.File("early") });
        await MakeAsync(new() { Issuer = root, WrongName = true, Path = folder.File("wrong") });
        await MakeAsync(new() { Issuer = root, Untrusted = true, Path = folder.File("untrusted") });
        await MakeAsync(new() { SelfSigned = true, Path = folder.File("self") });

        Assert.Contains("certificate has expired", (await VerifyAsync("expired", "sslserver", "localhost")).Output);
        Assert.Contains("certificate is not yet valid", (await VerifyAsync("early", "sslserver", "localhost")).Output);
        Assert.Contains("hostname mismatch", (await VerifyAsync("wrong", "sslserver", "localhost")).Output);
        Assert.Contains("unable to get local issuer", (await VerifyAsync("untrusted", "sslserver")).Output);
        Assert.Contains("self-signed certificate", (await VerifyAsync("self", "sslserver", "localhost")).Output);
    }

    [Fact]
    public async Task The_key_file_is_the_certificates()
    {
        await MakeAsync(new() { Path = folder.File("server"), Algorithm = LabKeyAlgorithm.Rsa2048 });

        (int _, string ofCertificate) = await OpensslAsync(
            "x509", "-in", folder.File("server.crt"), "-noout", "-pubkey");
        (int _, string ofKey) = await OpensslAsync("pkey", "-in", folder.File("server.key"), "-pubout");

        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", ofKey);
        Assert.Equal(ofKey, ofCertificate);
    }

    [Fact]
    public async Task A_certificate_of_openssls_making_signs_and_is_read()
    {
        (int code, string output) = await OpensslAsync(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder.File("root.key"),
            "-out", folder.File("root.crt"), "-subj", "/CN=made by openssl", "-days", "2",
            "-addext", "keyUsage=critical,keyCertSign");
        Assert.True(code == 0, output);
        await MakeAsync(new() { Issuer = Source("root.crt"), Path = folder.File("server") });

        Assert.Equal((0, $"{folder.File("server.crt")}: OK\n"), await VerifyAsync("server", "sslserver", "localhost"));
    }

    private static async Task MakeAsync(NewLabCertificateRequest request)
        => await new NewLabCertificateOperation().CollectAsync(request);

    private static async Task<(int ExitCode, string Output)> OpensslAsync(params string[] arguments)
    {
        await using PeerProcess openssl = PeerProcess.Start("openssl", arguments);
        return await openssl.WaitAsync();
    }

    private Task<(int ExitCode, string Output)> VerifyAsync(string stem, string purpose, string? host = null)
        => OpensslAsync([
            "verify", "-x509_strict", "-purpose", purpose, .. host is null ? (string[])[] : ["-verify_hostname", host],
            "-CAfile", folder.File("root.crt"), "-untrusted", folder.File($"{stem}-chain.crt"),
            folder.File($"{stem}.crt"),
        ]);

    private CertificateSource Source(string file) => new(folder.File(file));
}
