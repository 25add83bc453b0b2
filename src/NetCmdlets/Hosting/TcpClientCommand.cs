using System.Management.Automation;
using System.Security;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Hosting;

/// <summary>The base of the TCP clients' cmdlets: whom to connect to, from where, and how long to try.</summary>
/// <typeparam name="TRequest">The client's request record.</typeparam>
public abstract class TcpClientCommand<TRequest> : PeerCommand<TRequest>
    where TRequest : TcpClientRequest
{
    /// <summary>The hosts to connect to. Where the pipeline brings no messages, a cmdlet takes them by value too.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("HostName", "TargetName", "CN")]
    [HostCompleter]
    [AllowNull]
    [AllowEmptyCollection]
    public virtual string[]? ComputerName { get; set; } = [];

    /// <summary>The port to connect to.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [PortTransformation(TransportProtocol.Tcp)]
    [PortCompleter]
    [ValidatePort]
    public int? Port { get; set; }

    /// <summary>The path of a Unix domain socket, in the place of a host and a port.</summary>
    // A piped server of the other kind has none.
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? SocketPath { get; set; }

    /// <summary>The address to connect from.</summary>
    [Parameter]
    [OwnAddressCompleter]
    [ValidateNotNullOrEmpty]
    public string? LocalAddress { get; set; }

    /// <summary>The port to connect from.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int LocalPort { get; set; }

    /// <summary>The seconds between keep-alive probes; 0 for none.</summary>
    [Parameter]
    [ValidateSeconds(AllowZero = true)]
    public double KeepAlive { get; set; }

    /// <summary>Speak TLS.</summary>
    [Parameter]
    public SwitchParameter Tls { get; set; }

    /// <summary>The name to ask the server for and to compare its certificate with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TlsHost { get; set; }

    /// <summary>What to show in TLS where the server asks for it.</summary>
    [Parameter]
    [CertificateTransformation]
    [ValidateNotNull]
    public CertificateSource? Certificate { get; set; }

    /// <summary>The only roots that the server's certificate is trusted by.</summary>
    [Parameter]
    [CertificateTransformation]
    [ValidateNotNullOrEmpty]
    public CertificateSource[] TrustedCertificate { get; set; } = [];

    /// <summary>Take any certificate of the server's.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>The application protocols to offer in TLS, best first.</summary>
    [Parameter]
    [ApplicationProtocolCompleter]
    [ValidateNotNullOrEmpty]
    public string[] ApplicationProtocol { get; set; } = [];

    /// <summary>What to send as the first line.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <inheritdoc/>
    protected override TRequest? BuildRequest() => BuildClientRequest() with
    {
        ComputerName = ComputerName ?? [],
        Port = Port ?? 0,
        SocketPath = string.IsNullOrEmpty(SocketPath) ? null : ResolveFilePath(SocketPath),
        Family = Family,
        LocalAddress = LocalAddress,
        LocalPort = LocalPort,
        Timeout = TimeoutSpan,
        RetryCount = RetryCount,
        RetryDelay = RetryDelaySpan,
        KeepAlive = TimeSpan.FromSeconds(KeepAlive),
        Tls = Tls,
        TlsHost = TlsHost,
        Certificate = Certificate,
        TrustedCertificate = TrustedCertificate,
        SkipCertificateCheck = SkipCertificateCheck,
        ApplicationProtocol = ApplicationProtocol,
        Token = Token is null ? null : new AccessToken(Token),
    };

    /// <inheritdoc/>
    protected override NetFailure? FindTargetFault(TRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return IsPiped(nameof(ComputerName), nameof(Port), nameof(SocketPath)) ? request.FindTargetFault() : null;
    }

    /// <summary>The request with what is this client's own; the shared part is added here.</summary>
    protected abstract TRequest BuildClientRequest();
}
