using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NetCmdlets.Sockets.Tls;

/// <summary>A certificate's key and signature, by name and by strength (112 bits, NIST SP 800-131A).</summary>
internal static class CertificateStrength
{
    private const int LeastRsaBits = 2048;
    private const int LeastCurveBits = 224;

    /// <summary>The key's algorithm and its size in bits; 0 where it is not known.</summary>
    public static (string Algorithm, int Bits) KeyOf(X509Certificate2 certificate)
    {
        using RSA? rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
            return ("RSA", rsa.KeySize);
        using ECDsa? curve = certificate.GetECDsaPublicKey();
        return curve is not null
            ? ("ECDSA", curve.KeySize)
            : (certificate.PublicKey.Oid.FriendlyName ?? certificate.PublicKey.Oid.Value ?? "unknown", 0);
    }

    /// <summary>What is weak about it; null where nothing is.</summary>
    public static string? WeaknessOf(X509Certificate2 certificate)
    {
        (string algorithm, int bits) = KeyOf(certificate);
        if (bits > 0 && bits < (algorithm == "RSA" ? LeastRsaBits : LeastCurveBits))
            return string.Create(CultureInfo.InvariantCulture, $"has a weak key ({algorithm} of {bits} bits)");
        // Nobody checks the signature of a root: it is trusted as it is.
        string signature = certificate.SignatureAlgorithm.FriendlyName ?? "";
        bool isWeak = signature.Contains("sha1", StringComparison.OrdinalIgnoreCase)
            || signature.Contains("md5", StringComparison.OrdinalIgnoreCase);
        return isWeak && !CertificateChain.IsSelfIssued(certificate) ? $"has a weak signature ({signature})" : null;
    }
}
