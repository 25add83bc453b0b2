using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Operations.Tcp;

/// <summary>What every TCP client can be told: whom to connect to, from where, and how long to try.</summary>
public abstract record TcpClientRequest
{
    /// <summary>The hosts: names or addresses.</summary>
    [RequestOption(Position = 0, Aliases = "HostName TargetName CN")]
    public IReadOnlyList<string> ComputerName { get; init; } = [];

    /// <summary>The port, 1 to 65535; 0 where a socket path is given.</summary>
    [RequestOption(Position = 1, Minimum = 1, Maximum = 65_535)]
    public int Port { get; init; }

    /// <summary>The path of a Unix domain socket, in the place of hosts and port.</summary>
    public string? SocketPath { get; init; }

    /// <summary>The families wanted.</summary>
    public AddressFamilyChoice Family { get; init; }

    /// <summary>The address to connect from; null for the system's choice.</summary>
    public string? LocalAddress { get; init; }

    /// <summary>The port to connect from; 0 for the system's choice.</summary>
    [RequestOption(Minimum = 0, Maximum = 65_535)]
    public int LocalPort { get; init; }

    /// <summary>How long each attempt to connect, and then the exchange, may take.</summary>
    [RequestOption(Name = "TimeoutSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many attempts to connect may follow the first.</summary>
    [RequestOption(Minimum = 0, Maximum = 1000)]
    public int RetryCount { get; init; }

    /// <summary>The pause before the second attempt; it doubles each time.</summary>
    [RequestOption(Name = "RetryDelaySeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The time between keep-alive probes; zero for none.</summary>
    [RequestOption(Name = "KeepAlive", Minimum = 0, Maximum = 2_147_483)]
    public TimeSpan KeepAlive { get; init; }

    /// <summary>Whether to speak TLS; each of the options about it asks for it, too.</summary>
    [RequestOption]
    public bool Tls { get; init; }

    /// <summary>The name to ask the server for and to compare its certificate with; null for the host's.</summary>
    [RequestOption]
    public string? TlsHost { get; init; }

    /// <summary>What to show where the server asks for it; null shows nothing.</summary>
    [RequestOption]
    public CertificateSource? Certificate { get; init; }

    /// <summary>The only roots that the server's certificate is trusted by; empty for the system's.</summary>
    [RequestOption]
    public IReadOnlyList<CertificateSource> TrustedCertificate { get; init; } = [];

    /// <summary>Whether any certificate of the server's will do.</summary>
    [RequestOption]
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The application protocols to offer, best first (ALPN, RFC 7301).</summary>
    [RequestOption]
    public IReadOnlyList<string> ApplicationProtocol { get; init; } = [];

    /// <summary>What to send as the first line; null for nothing.</summary>
    [RequestOption]
    public AccessToken? Token { get; init; }

    /// <summary>
    /// Why there is nobody to connect to: no host or both a host and a socket path (InvalidRequest), or no port
    /// (InvalidPort); null where there is somebody.
    /// </summary>
    public NetFailure? FindTargetFault()
    {
        if (SocketPath is not null)
        {
            return Port == 0
                ? null
                : new NetFailure(FailureKind.InvalidRequest, "Give a socket path, or a host and a port, not both.");
        }

        if (ComputerName.Count == 0)
            return new NetFailure(FailureKind.InvalidRequest, "Give a host and a port, or a socket path.");
        return Port is >= 1 and <= 65535
            ? null
            : new NetFailure(
                FailureKind.InvalidPort, "Give the port to connect to, from 1 to 65535.", ComputerName[0]);
    }
}
