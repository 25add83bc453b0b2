using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Certificates;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets.Tls;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Certificates;

public sealed class CertificateFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_text_that_is_no_path_is_no_source()
    {
        Assert.False(CertificateSource.TryParse("a\0b", null, out _));
        Assert.False(CertificateSource.TryParse(" ", null, out _));
    }

    [Fact]
    public async Task What_was_written_is_read_back_with_its_key_and_chain()
    {
        X509Certificate2 root = await MakeAsync(new() { Kind = LabCertificateKind.Authority });
        X509Certificate2 middle = await MakeAsync(new()
        {
            Kind = LabCertificateKind.Authority,
            Subject = "middle",
            Issuer = new CertificateSource(root),
        });
        X509Certificate2 made = await MakeAsync(new()
        {
            Issuer = new CertificateSource(middle),
            Path = folder.File("server"),
        });

        X509Certificate2 alone = new CertificateSource(folder.File("server.crt")).LoadWithPrivateKey();
        X509Certificate2 chained = new CertificateSource(folder.File("server-chain.crt")).LoadWithPrivateKey();

        Assert.Equal(made.Thumbprint, alone.Thumbprint);
        Assert.Equal(made.Thumbprint, chained.Thumbprint);
        Assert.Empty(CertificateChain.Of(alone));
        Assert.Equal([middle.Thumbprint], CertificateChain.Of(chained).Select(above => above.Thumbprint));
        byte[] data = [1, 2, 3];
        byte[] signature = chained.GetECDsaPrivateKey()!.SignData(data, HashAlgorithmName.SHA256);
        Assert.True(made.GetECDsaPublicKey()!.VerifyData(data, signature, HashAlgorithmName.SHA256));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_may_read_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no mode bits.");
        await MakeAsync(new() { Path = folder.File("server.pem") });

        string[] files = [.. Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order()!];

        Assert.Equal(["server-chain.crt", "server.crt", "server.key"], files);
        Assert.All(files, file => Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File(file))));
    }

    [Fact]
    public async Task A_file_that_is_there_stays_unless_forced()
    {
        X509Certificate2 first = await MakeAsync(new() { Path = folder.File("server") });

        NetException error = await Assert.ThrowsAsync<NetException>(
            () => MakeAsync(new() { Path = folder.File("server") }));
        Assert.Equal(FailureKind.FileFailed, error.Kind);
        Assert.Equal(first.Thumbprint, new CertificateSource(folder.File("server.crt")).LoadAll()[0].Thumbprint);

        X509Certificate2 second = await MakeAsync(new() { Path = folder.File("server"), Force = true });
        X509Certificate2 reloaded = new CertificateSource(folder.File("server.crt")).LoadWithPrivateKey();
        Assert.Equal(second.Thumbprint, reloaded.Thumbprint);
    }

    [Fact]
    public async Task A_missing_folder_is_told_before_anything_is_written()
    {
        NetException error = await Assert.ThrowsAsync<NetException>(
            () => MakeAsync(new() { Path = folder.File("missing/server") }));

        Assert.Equal(FailureKind.FileFailed, error.Kind);
        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_write_leaves_no_draft_behind()
    {
        Directory.CreateDirectory(folder.File("server.key"));

        NetException error = await Assert.ThrowsAsync<NetException>(
            () => MakeAsync(new() { Path = folder.File("server"), Force = true }));

        Assert.Equal(FailureKind.FileFailed, error.Kind);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Der_and_pfx_files_are_read_too()
    {
        X509Certificate2 made = await MakeAsync(new());
        File.WriteAllBytes(folder.File("one.der"), made.RawData);
        File.WriteAllBytes(folder.File("one.pfx"), made.Export(X509ContentType.Pfx));

        Assert.Equal(made.Thumbprint, new CertificateSource(folder.File("one.der")).LoadAll().Single().Thumbprint);
        Assert.Equal(made.Thumbprint, new CertificateSource(folder.File("one.pfx")).LoadAll().Single().Thumbprint);
        X509Certificate2 loaded = new CertificateSource(folder.File("one.pfx")).LoadWithPrivateKey();
        Assert.Equal(made.Thumbprint, loaded.Thumbprint);
        Assert.True(loaded.HasPrivateKey);
    }

    [Theory]
    [InlineData("mkcert.pem", "mkcert-key.pem")]
    [InlineData("fullchain.pem", "privkey.pem")]
    [InlineData("cert.pem", "key.pem")]
    [InlineData("both.pem", "both.pem")]
    public async Task The_key_is_found_where_other_tools_put_it(string certificateFile, string keyFile)
    {
        X509Certificate2 made = await MakeAsync(new() { Algorithm = LabKeyAlgorithm.Rsa2048 });
        File.AppendAllText(folder.File(keyFile), made.GetRSAPrivateKey()!.ExportRSAPrivateKeyPem() + "\n");
        File.AppendAllText(folder.File(certificateFile), made.ExportCertificatePem() + "\n");

        X509Certificate2 loaded = new CertificateSource(folder.File(certificateFile)).LoadWithPrivateKey();

        Assert.Equal(made.Thumbprint, loaded.Thumbprint);
        Assert.True(loaded.HasPrivateKey);
    }

    [Fact]
    public async Task A_bundle_gives_all_its_certificates()
    {
        X509Certificate2 one = await MakeAsync(new() { Kind = LabCertificateKind.Authority });
        X509Certificate2 two = await MakeAsync(new() { Kind = LabCertificateKind.Authority });
        File.WriteAllText(folder.File("roots.pem"), one.ExportCertificatePem() + "\n" + two.ExportCertificatePem());

        X509Certificate2Collection all = new CertificateSource(folder.File("roots.pem")).LoadAll();

        Assert.Equal([one.Thumbprint, two.Thumbprint], all.Select(each => each.Thumbprint));
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_says_why()
    {
        X509Certificate2 made = await MakeAsync(new());
        X509Certificate2 other = await MakeAsync(new());
        File.WriteAllText(folder.File("nokey.pem"), made.ExportCertificatePem());
        File.WriteAllText(folder.File("text.pem"), "hello");
        File.WriteAllText(folder.File("other.pem"), made.ExportCertificatePem());
        File.WriteAllText(folder.File("other.key"), other.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(folder.File("locked.pem"), made.ExportCertificatePem());
        File.WriteAllText(folder.File("locked.key"), made.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(
            "secret", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000)));

        Assert.Contains("no private key in it", Refusal("nokey.pem"), StringComparison.Ordinal);
        Assert.Contains("no PEM, DER or PFX", Refusal("text.pem"), StringComparison.Ordinal);
        Assert.Contains("not usable", Refusal("other.pem"), StringComparison.Ordinal);
        Assert.Contains("Get-PfxCertificate", Refusal("locked.pem"), StringComparison.Ordinal);
        Assert.Contains("Could not find file", Refusal("missing.pem"), StringComparison.Ordinal);
        Assert.Contains("Reading the certificate file", Refusal("."), StringComparison.Ordinal);
    }

    private static async Task<X509Certificate2> MakeAsync(NewLabCertificateRequest request)
        => (await new NewLabCertificateOperation().CollectAsync(request)).Results<X509Certificate2>().Single();

    private string Refusal(string file)
    {
        NetException error = Assert.Throws<NetException>(
            () => new CertificateSource(folder.File(file)).LoadWithPrivateKey());
        Assert.Equal(FailureKind.FileFailed, error.Kind);
        return error.Message;
    }
}
