using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Servers.Tcp;

/// <summary>What every TCP server can be told.</summary>
public abstract record TcpServerRequest : ServerRequest
{
    /// <summary>The longest message by default: 1 MiB.</summary>
    public const int DefaultMaxMessageBytes = 1024 * 1024;

    /// <summary>The path of a Unix domain socket to listen on, in the place of address and port.</summary>
    public string? SocketPath { get; init; }

    /// <summary>How many connections may wait to be accepted, from 1; the system may keep fewer.</summary>
    [RequestOption(Minimum = 1, Maximum = 65_535)]
    public int Backlog { get; init; } = 512;

    /// <summary>How many connections are held at once, from 1; a peer past that is accepted and closed at once.</summary>
    [RequestOption(Minimum = 1)]
    public int MaxConnections { get; init; } = 1024;

    /// <summary>How many of them may be of one address; 0 for no such limit.</summary>
    [RequestOption(Minimum = 0)]
    public int MaxConnectionsPerAddress { get; init; }

    /// <summary>After how long without a byte in either direction a connection is closed; zero for never.</summary>
    [RequestOption(Name = "IdleTimeoutSeconds", Minimum = 0, Maximum = 2_147_483)]
    public TimeSpan IdleTimeout { get; init; }

    /// <summary>How long a message may take from its first byte to its last; zero for any time.</summary>
    [RequestOption(Name = "MessageTimeoutSeconds", Minimum = 0, Maximum = 2_147_483)]
    public TimeSpan MessageTimeout { get; init; }

    /// <summary>The time between keep-alive probes of an idle connection; zero for none.</summary>
    [RequestOption(Name = "KeepAlive", Minimum = 0, Maximum = 2_147_483)]
    public TimeSpan KeepAlive { get; init; }

    /// <summary>The longest message taken, in bytes, from 1; a longer one closes its connection.</summary>
    [RequestOption(Minimum = 1, Maximum = 1 << 30)]
    public int MaxMessageBytes { get; init; } = DefaultMaxMessageBytes;

    /// <summary>Whether one client is served at a time while the others wait in the backlog.</summary>
    public bool Sequential { get; init; }

    /// <summary>What the server shows in TLS; null for no TLS. A file that changes is read again.</summary>
    [RequestOption]
    public CertificateSource? Certificate { get; init; }

    /// <summary>Whether a client must show a certificate (mutual TLS).</summary>
    [RequestOption]
    public bool RequireClientCertificate { get; init; }

    /// <summary>The only roots that clients' certificates are trusted by; empty for the system's.</summary>
    [RequestOption]
    public IReadOnlyList<CertificateSource> TrustedCertificate { get; init; } = [];

    /// <summary>The application protocols to agree on, best first (ALPN, RFC 7301).</summary>
    [RequestOption]
    public IReadOnlyList<string> ApplicationProtocol { get; init; } = [];

    /// <summary>What the first line of a client must be; null for nothing.</summary>
    [RequestOption]
    public AccessToken? Token { get; init; }

    /// <summary>How long a client may take for the TLS handshake, and again for its token.</summary>
    [RequestOption(Name = "HandshakeTimeoutSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan HandshakeTimeout { get; init; } = TlsServerOptions.DefaultHandshakeLimit;
}
