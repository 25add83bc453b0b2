using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Certificates;

/// <summary>A certificate's subject and subject alternative names (RFC 5280, sections 4.1.2.6 and 4.2.1.6).</summary>
/// <param name="Subject">The subject.</param>
/// <param name="AlternativeNames">The extension with the host names and addresses; null where there are none.</param>
internal sealed record LabCertificateNames(X500DistinguishedName Subject, X509Extension? AlternativeNames)
{
    /// <summary>The name of a server whose name is wrong on purpose; .invalid never resolves (RFC 2606).</summary>
    public const string WrongName = "wrong-name.invalid";

    // ub-common-name of RFC 5280, appendix A.1.
    private const int MaximumCommonName = 64;

    /// <summary>The names that a request asks for, with the defaults of its kind.</summary>
    /// <exception cref="NetException">InvalidRequest: text that is no name.</exception>
    public static LabCertificateNames Of(NewLabCertificateRequest request)
    {
        if (request.WrongName)
            return new LabCertificateNames(Named(WrongName), Alternatives([WrongName], []));

        List<string> names = [];
        List<IPAddress> addresses = [.. request.IPAddress];
        foreach (string name in request.DnsName)
        {
            // A client compares an address with iPAddress entries only, never with a dNSName (RFC 9525, section 6.4).
            if (HostResolver.TryParseLiteral(name, out IPAddress address))
                addresses.Add(address);
            else
                names.Add(name);
        }

        if (request.Kind == LabCertificateKind.Server && names.Count + addresses.Count == 0)
        {
            names.Add("localhost");
            addresses.AddRange([IPAddress.Loopback, IPAddress.IPv6Loopback]);
        }

        X509Extension? alternatives = names.Count + addresses.Count > 0 ? Alternatives(names, addresses) : null;
        string common = request.Subject ?? request.Kind switch
        {
            LabCertificateKind.Authority => "NetCmdlets lab CA",
            LabCertificateKind.Client => "NetCmdlets lab client",
            // Clients look at the alternative names: one too long for a common name is in there whole.
            _ => names.Append(addresses.FirstOrDefault()?.ToString() ?? "NetCmdlets lab server")
                .First(name => name.Length <= MaximumCommonName),
        };
        return new LabCertificateNames(
            common.Contains('=', StringComparison.Ordinal) ? Distinguished(common) : Named(common), alternatives);
    }

    /// <summary>A distinguished name that is a common name alone.</summary>
    public static X500DistinguishedName Named(string common)
    {
        LabCertificateRules.Refuse(
            string.IsNullOrWhiteSpace(common) || common.Length > MaximumCommonName,
            $"'{common}' is no common name: give 1 to {MaximumCommonName} characters (RFC 5280).");
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(common);
        return builder.Build();
    }

    private static X500DistinguishedName Distinguished(string text)
    {
        try
        {
            return new X500DistinguishedName(text);
        }
        catch (CryptographicException error)
        {
            throw new NetException(
                FailureKind.InvalidRequest, $"'{text}' is no distinguished name: {error.Message}", text, error);
        }
    }

    private static X509Extension Alternatives(List<string> names, List<IPAddress> addresses)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
        {
            LabCertificateRules.Refuse(
                name.Length is 0 or > 253 || name.Contains(' ', StringComparison.Ordinal), $"'{name}' is no DNS name.");
            try
            {
                builder.AddDnsName(name);
            }
            catch (ArgumentException error)
            {
                throw new NetException(
                    FailureKind.InvalidRequest, $"'{name}' is no DNS name: {error.Message}", name, error);
            }
        }

        foreach (IPAddress address in addresses)
            builder.AddIpAddress(address);
        return builder.Build();
    }
}
