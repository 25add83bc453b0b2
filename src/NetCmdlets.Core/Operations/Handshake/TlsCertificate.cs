using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets;

/// <summary>One certificate of a server's chain, as plain values.</summary>
public sealed record TlsCertificate
{
    /// <summary>Whom it is for.</summary>
    public required string Subject { get; init; }

    /// <summary>Who signed it.</summary>
    public required string Issuer { get; init; }

    /// <summary>The hosts that it names: DNS names, then addresses.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>From when it is valid.</summary>
    public required DateTime NotBefore { get; init; }

    /// <summary>Until when it is valid.</summary>
    public required DateTime NotAfter { get; init; }

    /// <summary>The key's algorithm: RSA, ECDSA, or another's name.</summary>
    public required string KeyAlgorithm { get; init; }

    /// <summary>The key's size in bits; 0 where it is not known.</summary>
    public required int KeySize { get; init; }

    /// <summary>The signature's algorithm.</summary>
    public required string SignatureAlgorithm { get; init; }

    /// <summary>The serial number in hexadecimal.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>The SHA-1 of the certificate in hexadecimal, by which certificate stores list it.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>The SHA-256 of the certificate in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The subject.</summary>
    public override string ToString() => Subject;

    /// <summary>The values of a certificate.</summary>
    public static TlsCertificate Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        (string algorithm, int bits) = CertificateStrength.KeyOf(certificate);
        return new TlsCertificate
        {
            Subject = certificate.Subject,
            Issuer = certificate.Issuer,
            Names = [.. CertificateNames.Of(certificate)],
            NotBefore = certificate.NotBefore,
            NotAfter = certificate.NotAfter,
            KeyAlgorithm = algorithm,
            KeySize = bits,
            SignatureAlgorithm = certificate.SignatureAlgorithm.FriendlyName ?? certificate.SignatureAlgorithm.Value!,
            SerialNumber = certificate.SerialNumber,
            Thumbprint = certificate.Thumbprint,
            Sha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256),
        };
    }
}
