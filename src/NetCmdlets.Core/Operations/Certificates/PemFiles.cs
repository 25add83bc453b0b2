using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Operations.Certificates;

/// <summary>
/// The three PEM files of a certificate: stem.crt, stem.key (PKCS #8, RFC 5958) and stem-chain.crt, the certificate
/// followed by its intermediates, which is what a server is given. All readable by their owner only.
/// </summary>
internal sealed class PemFiles
{
    private static readonly string[] Extensions = [".crt", ".pem", ".cer", ".key"];

    private PemFiles(string stem)
    {
        Certificate = stem + ".crt";
        Key = stem + ".key";
        Chain = stem + "-chain.crt";
    }

    public string Certificate { get; }

    public string Key { get; }

    public string Chain { get; }

    /// <summary>Where the files go, and that they may go there.</summary>
    /// <param name="path">The stem; a certificate file's extension at its end is taken off.</param>
    /// <param name="replace">Whether files that are there may be replaced.</param>
    /// <exception cref="NetException">FileFailed: the folder is missing, or a file is there.</exception>
    public static PemFiles Plan(string path, bool replace)
    {
        string full = Path.GetFullPath(path);
        if (Extensions.Contains(Path.GetExtension(full), StringComparer.OrdinalIgnoreCase))
            full = full[..^Path.GetExtension(full).Length];
        string folder = Path.GetDirectoryName(full) ?? full;
        if (Path.GetFileName(full).Length == 0 || Directory.Exists(full))
            throw Failed($"'{path}' is a folder: add the files' name, as in '{Path.Combine(path, "server")}'.", path);

        if (!Directory.Exists(folder))
            throw Failed($"The folder '{folder}' does not exist. Make it first.", folder);
        var files = new PemFiles(full);
        foreach (string file in new[] { files.Certificate, files.Key, files.Chain })
        {
            if (!replace && File.Exists(file))
                throw Failed($"'{file}' exists. Add -Force to replace it.", file);
        }

        return files;
    }

    /// <summary>Writes the three, each whole or not at all.</summary>
    public async Task WriteAsync(
        X509Certificate2 certificate, IReadOnlyList<X509Certificate2> above, CancellationToken cancellationToken)
    {
        string own = certificate.ExportCertificatePem() + "\n";
        var chain = new StringBuilder(own);
        foreach (X509Certificate2 issuer in above)
            chain.Append(issuer.ExportCertificatePem()).Append('\n');

        // The key first: whoever watches the certificate file finds the key that fits it.
        await PrivateFile.WriteAsync(Key, KeyPem(certificate), cancellationToken).ConfigureAwait(false);
        await PrivateFile.WriteAsync(Chain, chain.ToString(), cancellationToken).ConfigureAwait(false);
        await PrivateFile.WriteAsync(Certificate, own, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The names of the files.</summary>
    public override string ToString() => $"{Certificate}, {Key} and {Chain}";

    private static string KeyPem(X509Certificate2 certificate)
    {
        using AsymmetricAlgorithm? ecdsa = certificate.GetECDsaPrivateKey();
        using AsymmetricAlgorithm? rsa = certificate.GetRSAPrivateKey();
        return (ecdsa ?? rsa)!.ExportPkcs8PrivateKeyPem() + "\n";
    }

    private static NetException Failed(string message, string target) => new(FailureKind.FileFailed, message, target);
}
