using System.Collections;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Hosting;

/// <summary>
/// Lets a parameter of type <see cref="CertificateSource"/>, or an array of it, take certificates, paths and files. A
/// path counts from the session's location, not from the process's, and is not read before the cmdlet needs it.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class CertificateTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        ArgumentNullException.ThrowIfNull(engineIntrinsics);
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is null or CertificateSource or string or X509Certificate2 or FileInfo)
            return One(engineIntrinsics, value);
        if (value is not IEnumerable many)
            throw NotOne(value);
        var sources = new List<object?>();
        foreach (object? item in many)
            sources.Add(One(engineIntrinsics, item is PSObject inner ? inner.BaseObject : item));
        return sources.ToArray();
    }

    private static CertificateSource? One(EngineIntrinsics engine, object? value) => value switch
    {
        null => null,
        CertificateSource source => source,
        X509Certificate2 certificate => new CertificateSource(certificate),
        FileInfo file => new CertificateSource(file.FullName),
        string path when !string.IsNullOrWhiteSpace(path)
            => new CertificateSource(engine.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path)),
        _ => throw NotOne(value),
    };

    private static ArgumentTransformationMetadataException NotOne(object value) => new(
        $"'{value}' is no certificate: give an X509Certificate2 object or the path of a PEM, DER or PFX file.");
}
