using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NetCmdlets.Diagnostics;
using static System.FormattableString;

namespace NetCmdlets.Sockets.Tls;

/// <summary>Certificates and private keys out of PEM, DER and PFX files, with failures that name the file.</summary>
internal static class CertificateFile
{
    // A bundle of every public root is about 250 kB; what is larger is not a certificate file.
    private const long MaximumBytes = 4 * 1024 * 1024;

    private const string NoPassword =
        "Keys under a password are not read from files: load it with Get-PfxCertificate and pass the object.";

    /// <summary>The file's certificates, without keys.</summary>
    public static X509Certificate2Collection ReadAll(string path)
    {
        byte[] bytes = ReadBytes(path);
        return Parse(path, () =>
        {
            var found = new X509Certificate2Collection();
            if (TryGetPem(bytes, out string pem))
                found.ImportFromPem(pem);
            else if (X509Certificate2.GetCertContentType(bytes) == X509ContentType.Cert)
                found.Add(new X509Certificate2(bytes));
            else
                found.Import(bytes, null, X509KeyStorageFlags.DefaultKeySet);
            return found.Count > 0 ? found : throw NotUsable(path, "it holds no certificate");
        });
    }

    /// <summary>The file's first certificate with its key, which is in the file or in one beside it.</summary>
    public static X509Certificate2 ReadWithPrivateKey(string path)
    {
        byte[] bytes = ReadBytes(path);
        return Parse(path, () =>
        {
            if (!TryGetPem(bytes, out string pem))
                return ReadPfx(path, bytes);
            var all = new X509Certificate2Collection();
            all.ImportFromPem(pem);
            if (all.Count == 0)
                throw NotUsable(path, "it holds no certificate");
            using X509Certificate2 loaded = X509Certificate2.CreateFromPem(pem, FindKey(path, pem));
            X509Certificate2 certificate = Usable(loaded);
            CertificateChain.Attach(certificate, all.Skip(1));
            return certificate;
        });
    }

    /// <summary>
    /// A copy whose key a TLS stack takes. Windows' stack refuses keys that live only in this process' memory: a pass
    /// through PFX stores them.
    /// </summary>
    public static X509Certificate2 Usable(X509Certificate2 certificate)
        => OperatingSystem.IsWindows()
            ? new X509Certificate2(certificate.Export(X509ContentType.Pfx))
            : new X509Certificate2(certificate);

    private static X509Certificate2 ReadPfx(string path, byte[] bytes)
    {
        var all = new X509Certificate2Collection();
        all.Import(bytes, null, X509KeyStorageFlags.DefaultKeySet);
        X509Certificate2 certificate = all.FirstOrDefault(candidate => candidate.HasPrivateKey)
            ?? throw NotUsable(path, "it holds no private key");
        CertificateChain.Attach(certificate, all.Where(candidate => candidate != certificate));
        return certificate;
    }

    /// <summary>The key's PEM text: this file's own, or one beside it by the names that tools give.</summary>
    private static string FindKey(string path, string pem)
    {
        if (HoldsKey(path, pem))
            return pem;
        string stem = Path.Combine(Path.GetDirectoryName(path) ?? "", Path.GetFileNameWithoutExtension(path));
        string plain = stem.EndsWith("-chain", StringComparison.Ordinal) ? stem[..^"-chain".Length] : stem;
        string folder = Path.GetDirectoryName(path) ?? "";
        string[] beside =
        [
            $"{stem}.key", $"{plain}.key", $"{stem}-key.pem", Path.Combine(folder, "privkey.pem"),
            Path.Combine(folder, "key.pem"),
        ];
        foreach (string candidate in beside)
        {
            if (File.Exists(candidate))
            {
                string key = Encoding.ASCII.GetString(ReadBytes(candidate));
                if (HoldsKey(candidate, key))
                    return key;
            }
        }

        throw NotUsable(path, $"there is no private key in it, nor in {Path.GetFileName(stem)}.key beside it");
    }

    private static bool HoldsKey(string path, string pem)
    {
        ReadOnlySpan<char> rest = pem;
        while (PemEncoding.TryFind(rest, out PemFields fields))
        {
            ReadOnlySpan<char> label = rest[fields.Label];
            if (label is "ENCRYPTED PRIVATE KEY")
                throw NotUsable(path, $"its private key is under a password. {NoPassword}");
            if (label is "PRIVATE KEY" or "EC PRIVATE KEY" or "RSA PRIVATE KEY")
                return true;
            rest = rest[fields.Location.End..];
        }

        return false;
    }

    private static bool TryGetPem(byte[] bytes, out string pem)
    {
        bool isPem = bytes.AsSpan().IndexOf("-----BEGIN "u8) >= 0;
        pem = isPem ? Encoding.ASCII.GetString(bytes) : "";
        return isPem;
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > MaximumBytes)
                throw NotUsable(path, Invariant($"it has {file.Length:N0} bytes"));
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NetException(
                FailureKind.FileFailed, $"Reading the certificate file '{path}' failed: {error.Message}", path, error);
        }
    }

    private static T Parse<T>(string path, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw NotUsable(path, $"it is no PEM, DER or PFX without a password ({error.Message.TrimEnd('.')})", error);
        }
    }

    private static NetException NotUsable(string path, string why, Exception? cause = null)
        => new(
            FailureKind.FileFailed, $"The certificate file '{path}' is not usable: {why.TrimEnd('.')}.", path, cause);
}
