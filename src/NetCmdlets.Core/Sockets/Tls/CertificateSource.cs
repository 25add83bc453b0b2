using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets.Tls;

/// <summary>
/// Where a certificate comes from: an object in memory, or a PEM, DER or PFX file. A file is read when it is needed and
/// not before, so that a missing one is a failure of the operation with its own id, and a server can read a renewed
/// one again.
/// </summary>
public sealed class CertificateSource : IParsable<CertificateSource>
{
    private readonly X509Certificate2? certificate;

    /// <summary>A certificate that is in memory.</summary>
    public CertificateSource(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        this.certificate = certificate;
    }

    /// <summary>A certificate in a file.</summary>
    /// <param name="path">A PEM, DER or PFX file; a relative path counts from the process's current folder.</param>
    public CertificateSource(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Path = System.IO.Path.GetFullPath(path);
    }

    /// <summary>The file's full path; null for a certificate in memory.</summary>
    public string? Path { get; }

    /// <inheritdoc/>
    public static CertificateSource Parse(string s, IFormatProvider? provider) => new(s);

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out CertificateSource result)
    {
        try
        {
            result = string.IsNullOrWhiteSpace(s) ? null : new CertificateSource(s);
        }
        catch (ArgumentException)
        {
            // A character that no path has.
            result = null;
        }

        return result is not null;
    }

    /// <summary>
    /// The certificate with its private key, to prove who one is. Where the file brings the certificates that signed
    /// it, <see cref="CertificateChain.Of"/> tells them.
    /// </summary>
    /// <exception cref="NetException">FileFailed: not readable, no certificate, or no private key in or beside the
    /// file. InvalidRequest: the object in memory has no private key.</exception>
    public X509Certificate2 LoadWithPrivateKey()
    {
        if (certificate is null)
            return CertificateFile.ReadWithPrivateKey(Path!);
        return certificate.HasPrivateKey ? certificate : throw new NetException(
            FailureKind.InvalidRequest,
            $"The certificate '{certificate.Subject}' has no private key. Give one that has, or its PEM file's path.",
            certificate.Subject);
    }

    /// <summary>All certificates of the source, to trust or to look at; private keys are left where they are.</summary>
    /// <exception cref="NetException">FileFailed: not readable, or no certificate in it.</exception>
    public X509Certificate2Collection LoadAll()
        => certificate is null ? CertificateFile.ReadAll(Path!) : [certificate];

    /// <summary>All certificates of several sources as the roots to trust; null where there are no sources.</summary>
    /// <exception cref="NetException">FileFailed: one is not readable, or holds no certificate.</exception>
    internal static X509Certificate2Collection? LoadRoots(IReadOnlyList<CertificateSource> sources)
    {
        if (sources.Count == 0)
            return null;
        var roots = new X509Certificate2Collection();
        foreach (CertificateSource source in sources)
            roots.AddRange(source.LoadAll());
        return roots;
    }

    /// <summary>The path, or the certificate's subject.</summary>
    public override string ToString() => Path ?? certificate!.Subject;
}
