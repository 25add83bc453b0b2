using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using NetCmdlets.Cli.Execution;
using NetCmdlets.Cli.Output;
using NetCmdlets.Operations.Certificates;
using Xunit;

namespace NetCmdlets.Cli.Tests.Output;

public sealed class CertificateOutputTests
{
    [Fact]
    public void A_certificate_is_written_by_its_plain_values()
    {
        using X509Certificate2 certificate = new NewLabCertificateOperation().Create(new() { Subject = "web" });
        using var text = new StringWriter(CultureInfo.InvariantCulture);

        new JsonLineWriter(text, typeof(X509Certificate2)).Write(certificate);

        using JsonDocument json = JsonDocument.Parse(text.ToString());
        Assert.Equal("CN=web", json.RootElement.GetProperty("Subject").GetString());
        Assert.Equal("ECDSA", json.RootElement.GetProperty("KeyAlgorithm").GetString());
        Assert.False(json.RootElement.TryGetProperty("PrivateKey", out _));
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, null, true)]
    [InlineData(true, null, false)]
    public void A_handshake_is_a_no_where_it_failed_or_is_not_trusted(bool succeeded, bool? trusted, bool isNo)
        => Assert.Equal(isNo, Verdict.IsNo(new TlsHandshake
        {
            ComputerName = "web",
            Port = 443,
            TlsHost = "web",
            Succeeded = succeeded,
            Trusted = trusted,
        }));
}
