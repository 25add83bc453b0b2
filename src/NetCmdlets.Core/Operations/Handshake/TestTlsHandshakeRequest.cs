using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Operations.Handshake;

/// <summary>Which servers to shake hands with in TLS, and whom to trust.</summary>
public sealed record TestTlsHandshakeRequest
{
    /// <summary>Names and addresses.</summary>
    [RequestOption(Position = 0, Pipeline = true, Mandatory = true, Aliases = "HostName TargetName CN")]
    public IReadOnlyList<string> ComputerName { get; init; } = [];

    /// <summary>Ports: numbers from 1 to 65535, ranges, service names.</summary>
    [RequestOption(Position = 1)]
    public IReadOnlyList<string> Port { get; init; } = ["443"];

    /// <summary>The name to ask for and to compare certificates with; null for the host's.</summary>
    [RequestOption]
    public string? TlsHost { get; init; }

    /// <summary>The only roots trusted; empty for the system's.</summary>
    [RequestOption]
    public IReadOnlyList<CertificateSource> TrustedCertificate { get; init; } = [];

    /// <summary>What to show where the server asks for it; null shows nothing.</summary>
    [RequestOption]
    public CertificateSource? Certificate { get; init; }

    /// <summary>The application protocols to offer, best first (ALPN, RFC 7301).</summary>
    [RequestOption]
    public IReadOnlyList<string> ApplicationProtocol { get; init; } = [];

    /// <summary>The families wanted.</summary>
    public AddressFamilyChoice Family { get; init; }

    /// <summary>How long the connection and then the handshake may take.</summary>
    [RequestOption(Name = "TimeoutSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many attempts to connect may follow the first.</summary>
    [RequestOption(Minimum = 0, Maximum = 1000)]
    public int RetryCount { get; init; }

    /// <summary>The pause before the second attempt; it doubles each time.</summary>
    [RequestOption(Name = "RetryDelaySeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many handshakes are under way at once, from 1, over all requests.</summary>
    [RequestOption(Minimum = 1, Maximum = 65_535)]
    public int ThrottleLimit { get; init; } = 256;

    /// <summary>Emit a bool for each host and port: whether it succeeded with a trusted certificate.</summary>
    [RequestOption]
    public bool Quiet { get; init; }
}
