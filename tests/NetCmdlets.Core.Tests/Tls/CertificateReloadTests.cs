using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Core.Tests.Servers;
using NetCmdlets.Sockets.Tls;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Tls;

/// <summary>What a running server shows once its certificate's file has changed.</summary>
public sealed class CertificateReloadTests
{
    [Fact]
    public async Task A_renewed_file_is_shown_to_the_next_client_and_a_broken_one_is_not()
    {
        using var folder = new TemporaryFolder();
        await Lab.WriteAsync(folder, "server");
        await using NetServer server = Lab.Start(new() { Certificate = new(folder.File("server.crt")) });
        string first = await ShownAsync(server);
        Assert.Equal(first, await ShownAsync(server));

        await Lab.WriteAsync(folder, "server");
        string second = await ShownAsync(server);
        File.WriteAllText(folder.File("server.crt"), "half written");
        string third = await ShownAsync(server);
        Assert.Equal(third, await ShownAsync(server));
        File.Delete(folder.File("server.crt"));
        string fourth = await ShownAsync(server);
        await Lab.WriteAsync(folder, "server");
        string fifth = await ShownAsync(server);

        Assert.NotEqual(first, second);
        Assert.Equal(second, third);
        Assert.Equal(second, fourth);
        Assert.NotEqual(second, fifth);
        Assert.Equal(Thumbprint(folder, "server"), fifth);
        // Told once for each state of the file, however many clients meet it.
        List<NetServerEvent> errors = server.AllOf(NetServerEventKind.Error);
        Assert.Equal(2, errors.Count);
        Assert.All(errors, error => Assert.StartsWith(
            "The certificate before stays in force. ", error.Reason, StringComparison.Ordinal));
        Assert.Contains("server.crt", server.LastError, StringComparison.Ordinal);
    }

    /// <summary>How programs put a renewed certificate in the place of the old one.</summary>
    [Theory]
    [InlineData("the file is a link, which is made anew")]
    [InlineData("the file is a link, whose target is written anew")]
    [InlineData("the folder is a link, which is swapped")]
    public async Task A_certificate_behind_links_is_renewed(string how)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights of their own on Windows.");
        using var folder = new TemporaryFolder();
        foreach (string version in new[] { "one", "two" })
        {
            Directory.CreateDirectory(folder.File(version));
            await Lab.WriteAsync(folder, $"{version}/server");
        }

        string seen = folder.File("server.crt");
        string data = folder.File("data");
        bool swaps = how.StartsWith("the folder", StringComparison.Ordinal);
        Directory.CreateSymbolicLink(data, "one");
        Point(swaps ? "data" : "one");
        await using NetServer server = Lab.Start(new() { Certificate = new(seen) });
        string first = await ShownAsync(server);
        Assert.Equal(Thumbprint(folder, "one/server"), first);

        if (swaps)
        {
            Directory.Delete(data);
            Directory.CreateSymbolicLink(data, "two");
        }
        else if (how.EndsWith("made anew", StringComparison.Ordinal))
            Point("two");
        else
            await Lab.WriteAsync(folder, "one/server");

        string second = await ShownAsync(server);
        Assert.NotEqual(first, second);
        Assert.Equal(Thumbprint(folder, "server"), second);

        void Point(string at)
        {
            foreach (string name in new[] { "server.key", "server.crt" })
            {
                File.CreateSymbolicLink(folder.File("link"), $"{at}/{name}");
                File.Move(folder.File("link"), folder.File(name), overwrite: true);
            }
        }
    }

    [Fact]
    public async Task A_renewed_PFX_file_is_shown_to_the_next_client()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("server.pfx");
        string before = WritePfx();
        await using NetServer server = Lab.Start(new() { Certificate = new(path) });
        Assert.Equal(before, await ShownAsync(server));
        string after = WritePfx();
        Assert.Equal(after, await ShownAsync(server));
        Assert.NotEqual(before, after);

        string WritePfx()
        {
            X509Certificate2 made = Lab.Make(new() { Issuer = new(Lab.Root) });
            File.WriteAllBytes(path, made.Export(X509ContentType.Pfx));
            return made.Thumbprint;
        }
    }

    private static string Thumbprint(TemporaryFolder folder, string stem)
        => new CertificateSource(folder.File($"{stem}.crt")).LoadAll()[0].Thumbprint;

    private static async Task<string> ShownAsync(NetServer server)
    {
        TlsClientResult result = await Lab.HandshakeAsync(server);
        using (result.Transport)
            return result.Transport!.RemoteCertificate!.Thumbprint;
    }
}
