using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Operations.Certificates;

/// <summary>Makes certificates for a lab in memory, good ones and ones that are wrong in one known way.</summary>
/// <param name="time">The clock; null is the system's.</param>
[NetOperation("New-LabCertificate", typeof(NewLabCertificateRequest), Output = typeof(X509Certificate2))]
public sealed class NewLabCertificateOperation(TimeProvider? time) : INetOperation<NewLabCertificateRequest>
{
    private readonly TimeProvider time = time ?? TimeProvider.System;

    /// <summary>Makes the operation with the system's clock.</summary>
    public NewLabCertificateOperation()
        : this(null)
    {
    }

    /// <summary>Makes one certificate with its private key, without writing a file.</summary>
    /// <exception cref="Diagnostics.NetException">InvalidRequest: what is asked for does not go together, or the issuer
    /// is no authority. FileFailed: the issuer's file cannot be used.</exception>
    public X509Certificate2 Create(NewLabCertificateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        LabCertificateRules.Check(request);
        return LabCertificateIssuer.Issue(request, request.Issuer?.LoadWithPrivateKey(), time.GetUtcNow());
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        NewLabCertificateRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        // The files' places are looked at before a key is made: a refused one costs nothing.
        PemFiles? files = request.Path is null ? null : PemFiles.Plan(request.Path, request.Force);
        X509Certificate2 certificate = Create(request);
        if (files is not null)
        {
            await files.WriteAsync(certificate, CertificateChain.Of(certificate), cancellationToken)
                .ConfigureAwait(false);
            yield return PipelineItem.Verbose($"Wrote {files}.");
        }

        yield return PipelineItem.Result(certificate);
    }
}
