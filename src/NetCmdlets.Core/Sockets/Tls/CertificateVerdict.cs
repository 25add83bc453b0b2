using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace NetCmdlets.Sockets.Tls;

/// <summary>What this side thinks of a peer's certificate, and why.</summary>
/// <param name="Faults">What is wrong; empty where it is trusted.</param>
/// <param name="Reasons">The same in words.</param>
public sealed record CertificateVerdict(IReadOnlyList<CertificateFault> Faults, IReadOnlyList<string> Reasons)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool Trusted => Faults.Count == 0;

    /// <summary>The reasons in one sentence's part.</summary>
    public string Describe() => string.Join("; ", Reasons);

    /// <summary>Judges by what the TLS stack found.</summary>
    /// <param name="certificate">The peer's certificate; null where it sent none.</param>
    /// <param name="chain">The chain as it was built.</param>
    /// <param name="errors">What the stack found.</param>
    /// <param name="host">The name that it must be for; null where names do not matter.</param>
    internal static CertificateVerdict Of(
        X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, string? host)
    {
        var found = new List<(CertificateFault Fault, string Reason)>();
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            found.Add((CertificateFault.Missing, "none was sent"));
        }
        else
        {
            if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
                found.Add((CertificateFault.WrongName, $"it is for {NamesOf(certificate)}, not for '{host}'"));
            if (chain is not null)
                found.AddRange(FaultsOf(certificate, chain));
            if (found.Count == 0 && errors != SslPolicyErrors.None && !IsTrustedItself(certificate, chain))
                found.Add((CertificateFault.Other, errors.ToString()));
        }

        var distinct = found.DistinctBy(each => each.Reason).ToList();
        return new CertificateVerdict(
            [.. distinct.Select(each => each.Fault).Distinct()], [.. distinct.Select(each => each.Reason)]);
    }

    /// <summary>Judges a certificate whose chain the stack did not build.</summary>
    /// <param name="certificate">The peer's certificate.</param>
    /// <param name="above">What it sent with it.</param>
    /// <param name="options">Whom to trust, and for which name.</param>
    internal static CertificateVerdict Of(
        X509Certificate2 certificate, X509Certificate2Collection above, TlsClientOptions options)
    {
        using var chain = new X509Chain { ChainPolicy = TlsPolicy.Chain(options.TrustedCertificates, ofServer: true) };
        chain.ChainPolicy.ExtraStore.AddRange(above);
        SslPolicyErrors errors = chain.Build(certificate)
            ? SslPolicyErrors.None : SslPolicyErrors.RemoteCertificateChainErrors;
        if (!certificate.MatchesHostname(options.TargetHost))
            errors |= SslPolicyErrors.RemoteCertificateNameMismatch;
        return Of(certificate, chain, errors, options.TargetHost);
    }

    private static IEnumerable<(CertificateFault Fault, string Reason)> FaultsOf(
        X509Certificate2 certificate, X509Chain chain)
    {
        bool needsIssuer = !IsTrustedItself(certificate, chain);
        foreach (X509ChainElement element in chain.ChainElements)
        {
            foreach (X509ChainStatus status in element.ChainElementStatus)
            {
                if (status.Status != X509ChainStatusFlags.NoError && (needsIssuer || !IsOfIssuer(status.Status)))
                    yield return FaultOf(status, element.Certificate, certificate);
            }

            if (CertificateStrength.WeaknessOf(element.Certificate) is { } weakness)
                yield return (CertificateFault.Weak, $"{Who(element.Certificate, certificate)} {weakness}");
        }

        // Some are told of the whole chain only.
        foreach (X509ChainStatus status in chain.ChainStatus)
        {
            bool told = chain.ChainElements
                .Any(element => element.ChainElementStatus.Any(each => each.Status == status.Status));
            if (!told && status.Status != X509ChainStatusFlags.NoError && (needsIssuer || !IsOfIssuer(status.Status)))
            {
                yield return FaultOf(status, chain.ChainElements[^1].Certificate, certificate);
            }
        }
    }

    private static (CertificateFault Fault, string Reason) FaultOf(
        X509ChainStatus status, X509Certificate2 where, X509Certificate2 leaf)
    {
        string who = Who(where, leaf);
        switch (status.Status)
        {
            case X509ChainStatusFlags.NotTimeValid or X509ChainStatusFlags.NotTimeNested
                when where.NotBefore > DateTime.Now:
                return (CertificateFault.NotYetValid, $"{who} is not valid before {Instant(where.NotBefore)}");
            case X509ChainStatusFlags.NotTimeValid or X509ChainStatusFlags.NotTimeNested:
                return (CertificateFault.Expired, $"{who} expired on {Instant(where.NotAfter)}");
            case X509ChainStatusFlags.UntrustedRoot when where.Thumbprint == leaf.Thumbprint:
                return (CertificateFault.SelfSigned, "it signed itself");
            case X509ChainStatusFlags.UntrustedRoot:
                return (CertificateFault.UntrustedRoot, $"its root '{where.Subject}' is not trusted");
            case X509ChainStatusFlags.PartialChain:
                return (CertificateFault.UnknownIssuer, $"the issuer '{where.Issuer}' is not known");
            case X509ChainStatusFlags.NotSignatureValid:
                return (CertificateFault.BadSignature, $"the signature of '{where.Subject}' is not its issuer's");
            case X509ChainStatusFlags.NotValidForUsage or X509ChainStatusFlags.InvalidBasicConstraints
                or X509ChainStatusFlags.InvalidExtension:
                return (CertificateFault.WrongPurpose, $"{who} is not for this purpose");
            case X509ChainStatusFlags.Revoked:
                return (CertificateFault.Revoked, $"{who} was revoked");
            case X509ChainStatusFlags.HasWeakSignature:
                return (CertificateFault.Weak, $"{who} has a weak signature");
            default:
                return (CertificateFault.Other, $"{status.Status}: {status.StatusInformation.Trim()}");
        }
    }

    // Who trusts a certificate by itself need not know who signed it. OpenSSL insists unless it signed itself.
    private static bool IsTrustedItself(X509Certificate2 certificate, X509Chain? chain)
        => chain is not null && chain.ChainPolicy.CustomTrustStore
            .Any(trusted => trusted.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span));

    private static bool IsOfIssuer(X509ChainStatusFlags status)
        => status is X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.UntrustedRoot;

    private static string Who(X509Certificate2 where, X509Certificate2 leaf)
        => where.Thumbprint == leaf.Thumbprint ? "it" : $"its issuer '{where.Subject}'";

    private static string NamesOf(X509Certificate2 certificate)
    {
        string[] names = [.. CertificateNames.Of(certificate)];
        return names.Length switch
        {
            0 => $"'{certificate.Subject}' and names no host",
            <= 4 => string.Join(", ", names.Select(name => $"'{name}'")),
            _ => string.Join(", ", names.Take(4).Select(name => $"'{name}'")) + $" and {names.Length - 4} more",
        };
    }

    private static string Instant(DateTime local)
        => local.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
