using System.Globalization;
using System.Text.RegularExpressions;
using NetCmdlets.Operations.Certificates;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Interop.Tests.Tls;

/// <summary>What Test-TlsHandshake says of openssl s_server beside what openssl s_client says of it.</summary>
public sealed class TestTlsHandshakePeers(TlsLab lab) : IClassFixture<TlsLab>
{
    public static TheoryData<string, string[], CertificateFault[]> Servers => new()
    {
        { "good", ["-tls1_3"], [] },
        { "good", ["-tls1_2"], [] },
        { "good", ["-tls1_2", "-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305"], [] },
        { "rsa", ["-tls1_2", "-cipher", "AES128-SHA"], [] },
        { "good", ["-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256"], [] },
        { "chained", ["-tls1_3"], [] },
        { "expired", ["-tls1_3"], [CertificateFault.Expired] },
        { "self", ["-tls1_3"], [CertificateFault.SelfSigned] },
        { "wrong", ["-tls1_3"], [CertificateFault.WrongName] },
        { "weak", ["-tls1_2", "-cipher", "DEFAULT@SECLEVEL=0"], [CertificateFault.Weak] },
        { "good", ["-tls1_2", "-Verify", "1"], [] },
        { "good", ["-tls1_3", "-Verify", "1"], [] },
        { "chained", ["-tls1_2", "-Verify", "1"], [] },
        { "chained", ["-tls1_3", "-Verify", "1"], [] },
        { "expired", ["-tls1_2", "-Verify", "1"], [CertificateFault.Expired] },
        { "wrong", ["-tls1_2"], [CertificateFault.WrongName] },
        { "good", ["-tls1_2", "-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305", "-Verify", "1"], [] },
    };

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task It_agrees_with_openssl(string name, string[] options, CertificateFault[] faults)
    {
        await MakeAsync(name);
        await using PeerProcess server = PeerProcess.Start(
            "openssl", ["s_server", "-accept", "127.0.0.1:0", "-cert", lab.File($"{name}.crt"),
                "-key", lab.File($"{name}.key"), "-CAfile", lab.Root, "-rev",
                .. name == "chained" ? (string[])["-cert_chain", lab.File("middle.crt")] : [], .. options]);
        string line = await server.ReadLineAsync();
        while (!line.StartsWith("ACCEPT", StringComparison.Ordinal))
            line = await server.ReadLineAsync();
        int port = int.Parse(line.AsSpan(line.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);

        string seen = await AskOpensslAsync(port);
        TlsHandshake result = (await new TestTlsHandshakeOperation().CollectAsync(new()
        {
            ComputerName = ["127.0.0.1"],
            TlsHost = "localhost",
            Port = [$"{port}"],
            TrustedCertificate = [lab.Source("root.crt")],
        })).Results<TlsHandshake>().Single();

        // A server of TLS 1.2 judges the client before the handshake is done: openssl then tells no cipher either.
        bool refusesClients = options.Contains("-Verify");
        bool completes = !(refusesClients && options.Contains("-tls1_2"));
        Assert.Equal(completes, result.Succeeded);
        string[] wanted = [.. options.SkipWhile(option => option != "-cipher").Skip(1).Take(1)
            .Where(cipher => !cipher.StartsWith("DEFAULT", StringComparison.Ordinal))];
        if (completes || wanted.Length > 0)
        {
            string cipher = completes ? Found(seen, @"New, (?:\S+), Cipher is (\S+)") : wanted[0];
            Assert.Equal(cipher, OpensslName(result.CipherSuite!));
        }

        Assert.Equal(Found(seen, @"New, TLSv1\.(\d)|Protocol *: TLSv1\.(\d)"), result.Protocol![^1..]);
        Assert.Equal(refusesClients, result.ClientCertificateRequested);
        Assert.Equal(faults, result.Faults);
        Assert.Equal(seen.Contains("Verification: OK", StringComparison.Ordinal), result.Trusted);
        string[] chain = [.. Regex.Matches(seen, @"^ *\d+ s:CN = (.+)$", RegexOptions.Multiline)
            .Cast<Match>().Select(match => $"CN={match.Groups[1].Value.Trim()}")];
        Assert.Equal(chain, result.Chain.Select(each => each.Subject));
        List<Match> dates = [.. Regex.Matches(seen, "v:NotBefore: (.+?); NotAfter: (.+)").Cast<Match>()];
        Assert.Equal(dates.Select(match => When(match.Groups[1].Value)), result.Chain.Select(each => each.NotBefore));
        Assert.Equal(dates.Select(match => When(match.Groups[2].Value)), result.Chain.Select(each => each.NotAfter));
        Assert.Equal((result.Chain[0].NotBefore, result.Chain[0].NotAfter), (result.NotBefore, result.NotAfter));
    }

    private static DateTime When(string text) => DateTime.ParseExact(
        Regex.Replace(text.Trim(), " +", " "), "MMM d HH:mm:ss yyyy 'GMT'", CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal);

    private static string Found(string text, string pattern)
    {
        Match match = Regex.Match(text, pattern);
        Assert.True(match.Success, text);
        return match.Groups.Cast<Group>().Skip(1).First(group => group.Success).Value;
    }

    /// <summary>OpenSSL's own names of the suites of TLS 1.2; those of TLS 1.3 are IANA's.</summary>
    private static string OpensslName(string suite) => suite switch
    {
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384" => "ECDHE-ECDSA-AES256-GCM-SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256" => "ECDHE-ECDSA-CHACHA20-POLY1305",
        "TLS_RSA_WITH_AES_128_CBC_SHA" => "AES128-SHA",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384" => "ECDHE-RSA-AES256-GCM-SHA384",
        _ => suite,
    };

    private async Task MakeAsync(string name)
    {
        NewLabCertificateRequest request = new()
        {
            Issuer = lab.Source("root.crt"),
            Path = lab.File(name),
            Force = true,
            Expired = name == "expired",
            WrongName = name == "wrong",
            Algorithm = name switch
            {
                "weak" => LabKeyAlgorithm.Rsa1024,
                "rsa" => LabKeyAlgorithm.Rsa2048,
                _ => LabKeyAlgorithm.EcdsaP256,
            },
        };
        if (name == "self")
            request = request with { Issuer = null };
        if (name == "chained")
        {
            await lab.MakeAsync(new()
            {
                Kind = LabCertificateKind.Authority,
                Subject = "middle",
                Issuer = lab.Source("root.crt"),
                Path = lab.File("middle"),
                Force = true,
            });
            request = request with { Issuer = lab.Source("middle.crt") };
        }

        await lab.MakeAsync(request);
    }

    private async Task<string> AskOpensslAsync(int port)
    {
        await using PeerProcess client = PeerProcess.Start(
            "openssl", "s_client", "-connect", $"127.0.0.1:{port}", "-servername", "localhost", "-showcerts",
            "-CAfile", lab.Root, "-verify_hostname", "localhost");
        client.Input.Close();
        Task<string> errors = client.Errors.ReadToEndAsync();
        string output = await client.Output.ReadToEndAsync().WaitAsync(Bounded.Limit);
        return output + await errors.WaitAsync(Bounded.Limit);
    }
}
