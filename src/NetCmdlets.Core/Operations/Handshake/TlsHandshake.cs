using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace NetCmdlets;

/// <summary>What a TLS handshake with a server met.</summary>
public sealed record TlsHandshake
{
    /// <summary>The host as it was given.</summary>
    public required string ComputerName { get; init; }

    /// <summary>The port.</summary>
    public required int Port { get; init; }

    /// <summary>The server's end point; null where there was no connection.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>The name that the server was asked for and its certificate was compared with.</summary>
    public required string TlsHost { get; init; }

    /// <summary>Whether the handshake was completed, whatever the certificate is worth.</summary>
    public bool Succeeded { get; init; }

    /// <summary>Whether the certificate is trusted for the name; null where none was seen.</summary>
    public bool? Trusted { get; init; }

    /// <summary>What is wrong with the certificate; empty where nothing is or none was seen.</summary>
    public IReadOnlyList<CertificateFault> Faults { get; init; } = [];

    /// <summary>In a word: 'Trusted', the faults, or the id of what failed ('ConnectionRefused', 'TlsFailed').</summary>
    public string Verdict => !Succeeded
        ? Reason?.Split(':')[0] ?? ""
        : Trusted == true ? nameof(Trusted) : string.Join(", ", Faults);

    /// <summary>Why it failed, or what is wrong with the certificate, in words; null where all is well.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// The version that was agreed on: 'TLS 1.2' or 'TLS 1.3', also where the handshake failed after it; null without.
    /// </summary>
    public string? Protocol { get; init; }

    /// <summary>The cipher suite that was agreed on, as the version is, by its name at IANA; null without.</summary>
    public string? CipherSuite { get; init; }

    /// <summary>The application protocol that was agreed on (ALPN); null where there was none.</summary>
    public string? ApplicationProtocol { get; init; }

    /// <summary>Whether the server asks clients for a certificate; null where that was not seen.</summary>
    public bool? ClientCertificateRequested { get; init; }

    /// <summary>Whose client certificates the server says it takes; empty where it says nothing.</summary>
    public IReadOnlyList<string> AcceptableIssuers { get; init; } = [];

    /// <summary>The subject of the server's certificate; null where none was seen.</summary>
    public string? Subject => Chain.Count > 0 ? Chain[0].Subject : null;

    /// <summary>Who signed it; null where none was seen.</summary>
    public string? Issuer => Chain.Count > 0 ? Chain[0].Issuer : null;

    /// <summary>The hosts that it names; empty where none was seen.</summary>
    public IReadOnlyList<string> Names => Chain.Count > 0 ? Chain[0].Names : [];

    /// <summary>From when it is valid; null where none was seen.</summary>
    public DateTime? NotBefore => Chain.Count > 0 ? Chain[0].NotBefore : null;

    /// <summary>Until when it is valid; null where none was seen.</summary>
    public DateTime? NotAfter => Chain.Count > 0 ? Chain[0].NotAfter : null;

    /// <summary>How many whole days it is still valid, below zero where it has expired; null without one.</summary>
    public int? DaysLeft { get; init; }

    /// <summary>
    /// What the server sent: its certificate and those above it, in its order; empty where none was seen.
    /// </summary>
    public IReadOnlyList<TlsCertificate> Chain { get; init; } = [];

    /// <summary>The server's certificate itself, for -TrustedCertificate; null where none was seen.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>How long the TCP handshake took; null where there was none.</summary>
    public TimeSpan? ConnectTime { get; init; }

    /// <summary>How long the TLS handshake took; null where it failed.</summary>
    public TimeSpan? HandshakeTime { get; init; }

    /// <summary>Which attempt to connect this was, from 1.</summary>
    public int Attempts { get; init; }
}
