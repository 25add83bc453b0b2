using System.Management.Automation;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Handshake;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Commands;

/// <summary>Test-TlsHandshake: version, cipher, chain and trust of TLS servers.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TlsHandshake")]
[OutputType(typeof(TlsHandshake), typeof(bool))]
public sealed class TestTlsHandshakeCommand : ProbeCommand<TestTlsHandshakeRequest>
{
    /// <summary>Numbers, ranges and service names.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [PortCompleter]
    [ValidatePorts]
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
    [ApplicationProtocolCompleter]
    [ValidateNotNullOrEmpty]
    public string[] ApplicationProtocol { get; set; } = [];

    /// <inheritdoc/>
    protected override INetOperation<TestTlsHandshakeRequest> CreateOperation() => new TestTlsHandshakeOperation();

    /// <inheritdoc/>
    protected override NetFailure? FindTargetFault(TestTlsHandshakeRequest request)
        => IsPiped(nameof(Port)) ? PortSet.FaultOf(Port) : null;

    /// <inheritdoc/>
    protected override TestTlsHandshakeRequest BuildRequest() => new()
    {
        ComputerName = ComputerName,
        Port = Port,
        TlsHost = TlsHost,
        TrustedCertificate = TrustedCertificate,
        Certificate = Certificate,
        ApplicationProtocol = ApplicationProtocol,
        Family = Family,
        Timeout = TimeoutSpan,
        RetryCount = RetryCount,
        RetryDelay = RetryDelaySpan,
        ThrottleLimit = ThrottleLimit,
        Quiet = Quiet,
    };
}
