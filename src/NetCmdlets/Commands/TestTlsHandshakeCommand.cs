using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Commands;

/// <summary>Test-TlsHandshake: version, cipher, chain and trust of TLS servers.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TlsHandshake")]
[OutputType(typeof(TlsHandshake), typeof(bool))]
public sealed class TestTlsHandshakeCommand : OperationCommand<TestTlsHandshakeRequest>
{
    /// <summary>Names and addresses.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("HostName", "TargetName", "CN")]
    [ValidateNotNullOrEmpty]
    public string[] ComputerName { get; set; } = [];

    /// <summary>Numbers, ranges and service names.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Port { get; set; } = ["443"];

    /// <summary>The name to ask for and to compare certificates with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TlsHost { get; set; }

    /// <summary>The only roots trusted.</summary>
    [Parameter]
    [CertificateTransformation]
    [ValidateNotNullOrEmpty]
    public CertificateSource[] TrustedCertificate { get; set; } = [];

    /// <summary>What to show where the server asks for it.</summary>
    [Parameter]
    [CertificateTransformation]
    [ValidateNotNull]
    public CertificateSource? Certificate { get; set; }

    /// <summary>The application protocols to offer, best first.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ApplicationProtocol { get; set; } = [];

    /// <summary>Only IPv4 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv4 { get; set; }

    /// <summary>Only IPv6 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <summary>A bool for each host and port instead of the object.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>How long the connection and then the handshake may take, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double TimeoutSeconds { get; set; } = 5;

    /// <summary>How many attempts to connect may follow the first.</summary>
    [Parameter]
    [ValidateRange(0, 1000)]
    public int RetryCount { get; set; }

    /// <summary>The pause before the second attempt, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double RetryDelaySeconds { get; set; } = 1;

    /// <summary>How many handshakes are under way at once.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int ThrottleLimit { get; set; } = 256;

    /// <inheritdoc/>
    protected override int RequestsAtOnce => ThrottleLimit;

    /// <inheritdoc/>
    protected override INetOperation<TestTlsHandshakeRequest> CreateOperation() => new TestTlsHandshakeOperation();

    /// <inheritdoc/>
    protected override TestTlsHandshakeRequest BuildRequest() => new()
    {
        ComputerName = ComputerName,
        Port = Port,
        TlsHost = TlsHost,
        TrustedCertificate = TrustedCertificate,
        Certificate = Certificate,
        ApplicationProtocol = ApplicationProtocol,
        Family = FamilyParameters.Choose(IPv4, IPv6),
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        RetryCount = RetryCount,
        RetryDelay = TimeSpan.FromSeconds(RetryDelaySeconds),
        ThrottleLimit = ThrottleLimit,
        Quiet = Quiet,
    };
}
