using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Operations.Certificates;

/// <summary>Makes and signs certificates by the profile of RFC 5280, section 4.2.</summary>
internal static class LabCertificateIssuer
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Makes one certificate with its private key.</summary>
    /// <param name="request">What to make; its rules were checked.</param>
    /// <param name="issuer">Who signs; null for its own key.</param>
    /// <param name="now">The time now.</param>
    public static X509Certificate2 Issue(NewLabCertificateRequest request, X509Certificate2? issuer, DateTimeOffset now)
    {
        if (issuer is not null)
            RequireAuthority(issuer);
        if (!request.Untrusted)
            return Sign(request, issuer, now);
        using X509Certificate2 stranger = Stranger(issuer?.SubjectName, now);
        return Sign(request, stranger, now);
    }

    private static X509Certificate2 Sign(NewLabCertificateRequest request, X509Certificate2? issuer, DateTimeOffset now)
    {
        LabCertificateNames names = LabCertificateNames.Of(request);
        (DateTimeOffset notBefore, DateTimeOffset notAfter) = Lifetime(request, now);
        using AsymmetricAlgorithm key = NewKey(request.Algorithm);
        using AsymmetricAlgorithm? issuerKey = issuer is null ? null : PrivateKey(issuer);
        AsymmetricAlgorithm signer = issuerKey ?? key;
        CertificateRequest draft = Draft(names.Subject, key, HashFor(signer));
        AddExtensions(draft, request.Kind, key is RSA, names.AlternativeNames);
        if (issuer is not null)
        {
            draft.CertificateExtensions.Add(
                X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        }

        using X509Certificate2 bare = draft.Create(
            issuer?.SubjectName ?? names.Subject, Generator(signer), notBefore, notAfter, NewSerialNumber());
        using X509Certificate2 keyed = key is RSA rsa
            ? bare.CopyWithPrivateKey(rsa)
            : bare.CopyWithPrivateKey((ECDsa)key);
        X509Certificate2 certificate = CertificateFile.Usable(keyed);
        if (issuer is not null && !request.Untrusted)
            CertificateChain.Attach(certificate, [issuer, .. CertificateChain.Of(issuer)]);
        return certificate;
    }

    /// <summary>An authority that bears a name and is not the one with that name.</summary>
    private static X509Certificate2 Stranger(X500DistinguishedName? name, DateTimeOffset now)
        => Sign(
            new NewLabCertificateRequest
            {
                Kind = LabCertificateKind.Authority,
                Subject = name?.Name ?? "NetCmdlets untrusted CA",
            },
            null,
            now);

    private static void AddExtensions(
        CertificateRequest draft, LabCertificateKind kind, bool isRsa, X509Extension? alternativeNames)
    {
        bool authority = kind == LabCertificateKind.Authority;
        X509KeyUsageFlags usage = authority
            ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign
            // RSA keys may also carry the key of a TLS 1.2 session; ECDSA keys only sign.
            : X509KeyUsageFlags.DigitalSignature | (isRsa ? X509KeyUsageFlags.KeyEncipherment : 0);
        draft.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, critical: true));
        draft.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        draft.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(draft.PublicKey, critical: false));
        if (!authority)
        {
            string purpose = kind == LabCertificateKind.Server ? ServerAuthentication : ClientAuthentication;
            draft.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        }

        if (alternativeNames is not null)
            draft.CertificateExtensions.Add(alternativeNames);
    }

    private static (DateTimeOffset NotBefore, DateTimeOffset NotAfter) Lifetime(
        NewLabCertificateRequest request, DateTimeOffset now)
    {
        double days = request.ValidDays > 0
            ? request.ValidDays
            : request.Kind == LabCertificateKind.Authority ? 3650 : 365;
        var length = TimeSpan.FromDays(days);
        if (request.Expired)
            return (now - TimeSpan.FromDays(1) - length, now - TimeSpan.FromDays(1));
        if (request.NotYetValid)
            return (now + TimeSpan.FromDays(1), now + TimeSpan.FromDays(1) + length);
        DateTimeOffset notBefore = request.NotBefore ?? now - ClockSkew;
        DateTimeOffset notAfter = request.NotAfter ?? (request.NotBefore ?? now) + length;
        LabCertificateRules.Refuse(
            notAfter <= notBefore, $"The end {notAfter:u} is not after the beginning {notBefore:u}.");
        return (notBefore, notAfter);
    }

    private static void RequireAuthority(X509Certificate2 issuer)
    {
        X509BasicConstraintsExtension? constraints = issuer.Extensions
            .OfType<X509BasicConstraintsExtension>().FirstOrDefault();
        LabCertificateRules.Refuse(
            constraints is not { CertificateAuthority: true },
            $"'{issuer.Subject}' is no certification authority: give one made with -Kind Authority.");
    }

    private static AsymmetricAlgorithm NewKey(LabKeyAlgorithm algorithm) => algorithm switch
    {
        LabKeyAlgorithm.EcdsaP384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        LabKeyAlgorithm.Rsa1024 => RSA.Create(1024),
        LabKeyAlgorithm.Rsa2048 => RSA.Create(2048),
        LabKeyAlgorithm.Rsa3072 => RSA.Create(3072),
        LabKeyAlgorithm.Rsa4096 => RSA.Create(4096),
        _ => ECDsa.Create(ECCurve.NamedCurves.nistP256),
    };

    private static AsymmetricAlgorithm PrivateKey(X509Certificate2 certificate)
    {
        AsymmetricAlgorithm? key = certificate.GetECDsaPrivateKey();
        key ??= certificate.GetRSAPrivateKey();
        LabCertificateRules.Refuse(key is null, $"The key of '{certificate.Subject}' is neither ECDSA nor RSA.");
        return key!;
    }

    private static CertificateRequest Draft(
        X500DistinguishedName subject, AsymmetricAlgorithm key, HashAlgorithmName hash) => key is RSA rsa
        ? new CertificateRequest(subject, rsa, hash, RSASignaturePadding.Pkcs1)
        : new CertificateRequest(subject, (ECDsa)key, hash);

    // The hash belongs to the key that signs: as strong as its curve.
    private static HashAlgorithmName HashFor(AsymmetricAlgorithm signer)
        => signer is ECDsa { KeySize: > 256 } ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;

    // A generator of its own, rather than CertificateRequest.Create over the issuer: that one refuses a key of another
    // kind than the issuer's, and dates outside the issuer's, which a certificate made expired on purpose has.
    private static X509SignatureGenerator Generator(AsymmetricAlgorithm key) => key is RSA rsa
        ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa((ECDsa)key);

    /// <summary>127 random bits: positive, not zero, well under 20 octets (RFC 5280, section 4.1.2.2).</summary>
    private static byte[] NewSerialNumber()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
