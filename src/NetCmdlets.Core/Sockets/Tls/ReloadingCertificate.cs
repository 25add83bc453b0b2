using System.Net.Security;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets.Tls;

/// <summary>
/// What a server shows, read again when its file has changed: a renewed certificate needs no restart. A file that
/// cannot be used (half of a pair replaced, no rights) leaves the one before in force until it can.
/// </summary>
internal sealed class ReloadingCertificate
{
    private readonly CertificateSource source;
    private readonly SslCertificateTrust? trust;
    private readonly object gate = new();
    private SslStreamCertificateContext context;
    private (string? Target, DateTime Written, long Length) seen;

    /// <summary>Reads it for the first time.</summary>
    /// <exception cref="NetException">It cannot be used.</exception>
    public ReloadingCertificate(CertificateSource source, SslCertificateTrust? trust)
    {
        this.source = source;
        this.trust = trust;
        seen = Look();
        context = TlsPolicy.Context(source.LoadWithPrivateKey(), trust);
    }

    /// <summary>What to show now, and why the file's newer one is not it; null where it is.</summary>
    /// <remarks>A look at a file's time costs a hundredth of a handshake: every handshake takes one.</remarks>
    public (SslStreamCertificateContext Context, NetFailure? Failure) Current()
    {
        if (source.Path is null)
            return (context, null);
        lock (gate)
        {
            (string? Target, DateTime Written, long Length) now = Look();
            if (now == seen)
                return (context, null);
            try
            {
                context = TlsPolicy.Context(source.LoadWithPrivateKey(), trust);
                seen = now;
                return (context, null);
            }
            catch (NetException error)
            {
                // Not marked as seen: the next handshake tries again.
                return (context, error.Failure);
            }
        }
    }

    private (string? Target, DateTime Written, long Length) Look()
    {
        if (source.Path is null)
            return default;
        var file = new FileInfo(source.Path);
        try
        {
            // A link has a time and a length of its own. Programs that renew certificates change what it leads to, or a
            // folder on the way there.
            if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
                file = target;
            return file.Exists ? (file.FullName, file.LastWriteTimeUtc, file.Length) : default;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Links that lead in a circle, or the file went in this moment.
            return default;
        }
    }
}
