using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NetCmdlets.Sockets.Tls;

/// <summary>What a server shows and asks for in a handshake, noted as it comes, even where it fails.</summary>
internal sealed class TlsPeer(TlsClientOptions options)
{
    /// <summary>What the server says in the clear; null where it is not noted.</summary>
    public TlsServerFlight? Flight { get; } = options.NotesFlight ? new TlsServerFlight() : null;

    /// <summary>What the server sent: its certificate and those above it, in its order.</summary>
    public IReadOnlyList<X509Certificate2> Sent { get; private set; } = [];

    /// <summary>What this side thinks of it; null where none came.</summary>
    public CertificateVerdict? Verdict { get; private set; }

    /// <summary>Whether the server asked for a certificate; it may let in who shows none.</summary>
    public bool CertificateRequested { get; private set; }

    /// <summary>Whose certificates the server says it takes; empty for anybody's.</summary>
    public IReadOnlyList<string> AcceptableIssuers { get; private set; } = [];

    /// <summary>Called by the stack when it has built the server's chain.</summary>
    public bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var leaf = certificate as X509Certificate2;
        Verdict = CertificateVerdict.Of(leaf, chain, errors, options.TargetHost);
        if (leaf is not null)
            Note(leaf, chain?.ChainPolicy.ExtraStore);
        return Verdict.Trusted || options.SkipCertificateCheck;
    }

    /// <summary>
    /// Called by the stack at the beginning, and again when the server asks. In TLS 1.2 a server refuses who shows
    /// nothing before the stack has judged the server's own certificate, so that is done here.
    /// </summary>
    public X509Certificate Select(
        object sender, string host, X509CertificateCollection local, X509Certificate? remote, string[] issuers)
    {
        if (remote is X509Certificate2 leaf)
        {
            CertificateRequested = true;
            AcceptableIssuers = issuers ?? [];
            X509Certificate2Collection above =
                [.. (Flight?.Certificates ?? []).Skip(1).Select(Read).OfType<X509Certificate2>()];
            Note(leaf, above);
            Verdict ??= CertificateVerdict.Of(leaf, above, options);
        }

        // The stack's way to show none.
        return null!;
    }

    private static X509Certificate2? Read(byte[] encoded)
    {
        try
        {
            return new X509Certificate2(encoded);
        }
        catch (CryptographicException)
        {
            // The stack says what is wrong with it.
            return null;
        }
    }

    // Copies: the stack disposes its own.
    private void Note(X509Certificate2 leaf, X509Certificate2Collection? others)
    {
        var sent = new List<X509Certificate2> { new(leaf.RawData) };
        foreach (X509Certificate2 other in others ?? [])
        {
            if (!other.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span))
                sent.Add(new X509Certificate2(other.RawData));
        }

        if (sent.Count > Sent.Count)
            Sent = sent;
    }
}
