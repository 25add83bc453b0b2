using System.Net;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets.Tls;

namespace NetCmdlets.Operations.Certificates;

/// <summary>Which certificate to make.</summary>
public sealed record NewLabCertificateRequest
{
    /// <summary>What it is for.</summary>
    [RequestOption(Position = 0)]
    public LabCertificateKind Kind { get; init; }

    /// <summary>Its subject: a common name of at most 64 characters, or a distinguished name ('CN=a, O=b').</summary>
    [RequestOption(Aliases = "CommonName")]
    public string? Subject { get; init; }

    /// <summary>DNS names that it is valid for; an address among them counts as an address.</summary>
    [RequestOption]
    public IReadOnlyList<string> DnsName { get; init; } = [];

    /// <summary>IP addresses that it is valid for.</summary>
    public IReadOnlyList<IPAddress> IPAddress { get; init; } = [];

    /// <summary>The authority that signs it; null for one that signs itself.</summary>
    [RequestOption]
    public CertificateSource? Issuer { get; init; }

    /// <summary>The key's algorithm and size.</summary>
    [RequestOption]
    public LabKeyAlgorithm Algorithm { get; init; }

    /// <summary>How many days it is valid; 0 for 3,650 of an authority and 365 of any other.</summary>
    [RequestOption(Minimum = 0.0001, Maximum = 36_500)]
    public double ValidDays { get; init; }

    /// <summary>From when it is valid; null for five minutes ago, so that a clock a little behind agrees.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Until when it is valid; null for as long as <see cref="ValidDays"/> says.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Make one whose time was over yesterday.</summary>
    [RequestOption]
    public bool Expired { get; init; }

    /// <summary>Make one whose time begins tomorrow.</summary>
    [RequestOption]
    public bool NotYetValid { get; init; }

    /// <summary>Make one for a name that no host has (RFC 2606: 'wrong-name.invalid').</summary>
    [RequestOption]
    public bool WrongName { get; init; }

    /// <summary>Sign it by an authority that bears the issuer's name and that nobody trusts.</summary>
    [RequestOption]
    public bool Untrusted { get; init; }

    /// <summary>Sign it by its own key: what happens without an issuer, said aloud.</summary>
    [RequestOption]
    public bool SelfSigned { get; init; }

    /// <summary>
    /// Where to write it as PEM: 'lab/server' makes server.crt, server.key and server-chain.crt in the folder lab. Null
    /// writes nothing.
    /// </summary>
    [RequestOption]
    public string? Path { get; init; }

    /// <summary>Replace files that are there.</summary>
    [RequestOption]
    public bool Force { get; init; }
}
