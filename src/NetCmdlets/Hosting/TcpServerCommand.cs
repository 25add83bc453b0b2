using System.Management.Automation;
using System.Net;
using System.Security;
using NetCmdlets.Servers;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Hosting;

/// <summary>The base of the Start cmdlets of TCP servers: the parameters that they share.</summary>
/// <typeparam name="TRequest">The server's request record.</typeparam>
public abstract class TcpServerCommand<TRequest> : ServerCommand<TRequest>
    where TRequest : TcpServerRequest
{
    /// <summary>The path of a Unix domain socket, in the place of an address and a port.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SocketPath { get; set; }

    /// <summary>How many connections may wait to be accepted.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Backlog { get; set; } = 512;

    /// <summary>How many connections are held at once.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxConnections { get; set; } = 1024;

    /// <summary>How many of them may be of one address; 0 for no such limit.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaxConnectionsPerAddress { get; set; }

    /// <summary>After how many seconds without a byte a connection is closed; 0 for never.</summary>
    [Parameter]
    [ValidateSeconds(AllowZero = true)]
    public double IdleTimeoutSeconds { get; set; }

    /// <summary>How many seconds a message may take from its first byte to its last; 0 for any time.</summary>
    [Parameter]
    [ValidateSeconds(AllowZero = true)]
    public double MessageTimeoutSeconds { get; set; }

    /// <summary>The seconds between keep-alive probes of an idle connection; 0 for none.</summary>
    [Parameter]
    [ValidateSeconds(AllowZero = true)]
    public double KeepAlive { get; set; }

    /// <summary>The longest message taken, in bytes.</summary>
    [Parameter]
    [ValidateRange(1, 1 << 30)]
    public int MaxMessageBytes { get; set; } = TcpServerRequest.DefaultMaxMessageBytes;

    /// <summary>Serve one client at a time; the others wait in the backlog.</summary>
    [Parameter]
    public SwitchParameter Sequential { get; set; }

    /// <summary>The server's certificate, which makes it speak TLS.</summary>
    [Parameter]
    [CertificateTransformation]
    [ValidateNotNull]
    public CertificateSource? Certificate { get; set; }

    /// <summary>Let in only clients that show a certificate.</summary>
    [Parameter]
    public SwitchParameter RequireClientCertificate { get; set; }

    /// <summary>The only roots that clients' certificates are trusted by.</summary>
    [Parameter]
    [CertificateTransformation]
    [ValidateNotNullOrEmpty]
    public CertificateSource[] TrustedCertificate { get; set; } = [];

    /// <summary>The application protocols to agree on in TLS, best first.</summary>
    [Parameter]
    [ApplicationProtocolCompleter]
    [ValidateNotNullOrEmpty]
    public string[] ApplicationProtocol { get; set; } = [];

    /// <summary>What the first line of a client must be.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <summary>How long a client may take for the TLS handshake, and again for its token.</summary>
    [Parameter]
    [ValidateSeconds]
    public double HandshakeTimeoutSeconds { get; set; } = TlsServerOptions.DefaultHandshakeLimit.TotalSeconds;

    /// <inheritdoc/>
    protected override string ListenTarget => SocketPath ?? base.ListenTarget;

    /// <inheritdoc/>
    protected sealed override TRequest BuildServerRequest()
    {
        bool overNetwork = SocketPath is null && !IPAddress.IsLoopback(ListenAddress.Parse(Address));
        if (Token is not null && Certificate is null && overNetwork)
            WriteWarning("The token travels in the clear: add -Certificate, so that it travels inside TLS.");
        return BuildTcpRequest() with
        {
            SocketPath = SocketPath is null ? null : ResolveFilePath(SocketPath),
            Backlog = Backlog,
            MaxConnections = MaxConnections,
            MaxConnectionsPerAddress = MaxConnectionsPerAddress,
            IdleTimeout = TimeSpan.FromSeconds(IdleTimeoutSeconds),
            MessageTimeout = TimeSpan.FromSeconds(MessageTimeoutSeconds),
            KeepAlive = TimeSpan.FromSeconds(KeepAlive),
            MaxMessageBytes = MaxMessageBytes,
            Sequential = Sequential,
            Certificate = Certificate,
            RequireClientCertificate = RequireClientCertificate,
            TrustedCertificate = TrustedCertificate,
            ApplicationProtocol = ApplicationProtocol,
            Token = Token is null ? null : new AccessToken(Token),
            HandshakeTimeout = TimeSpan.FromSeconds(HandshakeTimeoutSeconds),
        };
    }

    /// <summary>The request with what is this server's own; the shared part is added here.</summary>
    protected abstract TRequest BuildTcpRequest();
}
