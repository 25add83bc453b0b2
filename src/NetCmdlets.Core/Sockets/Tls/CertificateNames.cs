using System.Security.Cryptography.X509Certificates;

namespace NetCmdlets.Sockets.Tls;

/// <summary>The hosts that a certificate names (RFC 5280, section 4.2.1.6).</summary>
internal static class CertificateNames
{
    private const string SubjectAlternativeName = "2.5.29.17";

    /// <summary>The DNS names, then the addresses.</summary>
    public static IEnumerable<string> Of(X509Certificate2 certificate)
    {
        X509Extension? found = certificate.Extensions
            .FirstOrDefault(extension => extension.Oid?.Value == SubjectAlternativeName);
        if (found is null)
            return [];
        X509SubjectAlternativeNameExtension names =
            found as X509SubjectAlternativeNameExtension ?? new(found.RawData, found.Critical);
        return names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString()));
    }
}
