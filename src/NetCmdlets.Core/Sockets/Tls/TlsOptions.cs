using System.Security.Cryptography.X509Certificates;

namespace NetCmdlets.Sockets.Tls;

/// <summary>How a client speaks TLS. Certificates are loaded: what can fail about files has failed before.</summary>
public sealed record TlsClientOptions
{
    /// <summary>The host name or address to ask for (SNI) and to compare the certificate with.</summary>
    public required string TargetHost { get; init; }

    /// <summary>The only roots trusted; null for the system's.</summary>
    public X509Certificate2Collection? TrustedCertificates { get; init; }

    /// <summary>What to show where the server asks for it; null shows nothing.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whether any certificate of the server's will do.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The application protocols to offer, best first (ALPN, RFC 7301).</summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];

    /// <summary>
    /// Whether to offer old ciphers too, to find out about a server that has no others. Linux and macOS only: on
    /// Windows the system decides.
    /// </summary>
    public bool OfferOldCiphers { get; init; }

    /// <summary>
    /// Whether to note what the server says in the clear, to tell of a server with which the handshake then fails.
    /// </summary>
    internal bool NotesFlight { get; init; }
}

/// <summary>How a server speaks TLS.</summary>
public sealed record TlsServerOptions
{
    /// <summary>How long a handshake may take before the client is dropped, by default.</summary>
    public static readonly TimeSpan DefaultHandshakeLimit = TimeSpan.FromSeconds(10);

    /// <summary>What the server shows; a file is read again when it has changed.</summary>
    public required CertificateSource Certificate { get; init; }

    /// <summary>Whether a client must show a certificate that a trusted one signed.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>The only roots that clients' certificates are trusted by; null for the system's.</summary>
    public X509Certificate2Collection? TrustedCertificates { get; init; }

    /// <summary>The application protocols to agree on, best first (ALPN, RFC 7301).</summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];

    /// <summary>How long a handshake may take before the client is dropped.</summary>
    public TimeSpan HandshakeLimit { get; init; } = DefaultHandshakeLimit;
}
