using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;

namespace NetCmdlets.Sockets.Tls;

/// <summary>
/// The intermediate certificates that belong to a certificate. .NET's certificate objects do not carry them, and a
/// server that does not send them is not trusted by a client that knows only the root (RFC 8446, section 4.4.2).
/// </summary>
public static class CertificateChain
{
    private static readonly ConditionalWeakTable<X509Certificate2, X509Certificate2[]> Known = [];

    /// <summary>
    /// The certificates between this one and its root, nearest first, without either; empty where none is known.
    /// </summary>
    public static IReadOnlyList<X509Certificate2> Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Known.TryGetValue(certificate, out X509Certificate2[]? chain) ? chain : [];
    }

    /// <summary>Whether a certificate names itself as its issuer: a root.</summary>
    public static bool IsSelfIssued(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
    }

    /// <summary>Remembers the intermediates of a certificate for as long as that object lives.</summary>
    internal static void Attach(X509Certificate2 certificate, IEnumerable<X509Certificate2> above)
        => Known.AddOrUpdate(certificate, [.. above.Where(issuer => !IsSelfIssued(issuer))]);
}
