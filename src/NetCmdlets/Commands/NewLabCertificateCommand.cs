using System.Management.Automation;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Certificates;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Commands;

/// <summary>New-LabCertificate: certificates for a lab, good ones and ones wrong on purpose.</summary>
[Cmdlet(VerbsCommon.New, "LabCertificate", SupportsShouldProcess = true)]
[OutputType(typeof(X509Certificate2))]
public sealed class NewLabCertificateCommand : OperationCommand<NewLabCertificateRequest>
{
    /// <summary>The type name that the format view is selected by.</summary>
    public const string ViewName = "System.Security.Cryptography.X509Certificates.X509Certificate2#NetCmdlets";

    /// <summary>What the certificate is for.</summary>
    [Parameter(Position = 0)]
    public LabCertificateKind Kind { get; set; }

    /// <summary>Its subject: a common name, or a distinguished name ('CN=a, O=b').</summary>
    [Parameter]
    [Alias("CommonName")]
    [ValidateNotNullOrEmpty]
    public string? Subject { get; set; }

    /// <summary>DNS names that it is valid for; an address among them counts as an address.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] DnsName { get; set; } = [];

    /// <summary>IP addresses that it is valid for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public IPAddress[] IPAddress { get; set; } = [];

    /// <summary>The authority that signs it: a certificate with its private key, or the path of its PEM file.</summary>
    [Parameter(ValueFromPipeline = true)]
    [CertificateTransformation]
    [ValidateNotNull]
    public CertificateSource? Issuer { get; set; }

    /// <summary>The key's algorithm and size.</summary>
    [Parameter]
    public LabKeyAlgorithm Algorithm { get; set; }

    /// <summary>How many days it is valid.</summary>
    [Parameter]
    [ValidateRange(0.0001, 36500.0)]
    public double ValidDays { get; set; }

    /// <summary>From when it is valid.</summary>
    [Parameter]
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Until when it is valid.</summary>
    [Parameter]
    public DateTimeOffset? NotAfter { get; set; }

    /// <summary>Make one whose time was over yesterday.</summary>
    [Parameter]
    public SwitchParameter Expired { get; set; }

    /// <summary>Make one whose time begins tomorrow.</summary>
    [Parameter]
    public SwitchParameter NotYetValid { get; set; }

    /// <summary>Make one for a name that no host has.</summary>
    [Parameter]
    public SwitchParameter WrongName { get; set; }

    /// <summary>Sign it by an authority that bears the issuer's name and nobody trusts.</summary>
    [Parameter]
    public SwitchParameter Untrusted { get; set; }

    /// <summary>Sign it by its own key.</summary>
    [Parameter]
    public SwitchParameter SelfSigned { get; set; }

    /// <summary>Where to write it as PEM: 'lab/server' makes server.crt, server.key and server-chain.crt.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replace files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    public override void WriteResult(object result)
    {
        // A view of its own, without touching the one that the engine has for all certificates.
        var shown = PSObject.AsPSObject(result);
        shown.TypeNames.Insert(0, ViewName);
        base.WriteResult(shown);
    }

    /// <inheritdoc/>
    protected override INetOperation<NewLabCertificateRequest> CreateOperation() => new NewLabCertificateOperation();

    /// <inheritdoc/>
    protected override NewLabCertificateRequest? BuildRequest()
    {
        string? path = Path is null ? null : GetUnresolvedProviderPathFromPSPath(Path);
        // In memory nothing is changed that a person could want to be asked about.
        if (path is not null && !ShouldProcess(path, $"Write the certificate and key of a new {Kind}"))
            return null;
        return new NewLabCertificateRequest
        {
            Kind = Kind,
            Subject = Subject,
            DnsName = DnsName,
            IPAddress = IPAddress,
            Issuer = Issuer,
            Algorithm = Algorithm,
            ValidDays = ValidDays,
            NotBefore = NotBefore,
            NotAfter = NotAfter,
            Expired = Expired,
            NotYetValid = NotYetValid,
            WrongName = WrongName,
            Untrusted = Untrusted,
            SelfSigned = SelfSigned,
            Path = path,
            Force = Force,
        };
    }
}
