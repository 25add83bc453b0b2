using System.Globalization;

namespace NetCmdlets.Protocols.Dns;

/// <summary>Why a server could not answer, in its own words (RFC 8914): EDNS option 15.</summary>
/// <param name="Code">What went wrong.</param>
/// <param name="Text">More about it; empty where the server says no more.</param>
internal readonly record struct DnsExtendedError(int Code, string Text)
{
    // IANA, 'Extended DNS Error Codes', by their numbers.
    private static readonly string[] Names =
    [
        "Other", "Unsupported DNSKEY Algorithm", "Unsupported DS Digest Type", "Stale Answer", "Forged Answer",
        "DNSSEC Indeterminate", "DNSSEC Bogus", "Signature Expired", "Signature Not Yet Valid", "DNSKEY Missing",
        "RRSIGs Missing", "No Zone Key Bit Set", "NSEC Missing", "Cached Error", "Not Ready", "Blocked", "Censored",
        "Filtered", "Prohibited", "Stale NXDOMAIN Answer", "Not Authoritative", "Not Supported",
        "No Reachable Authority", "Network Error", "Invalid Data", "Signature Expired before Valid", "Too Early",
        "Unsupported NSEC3 Iterations Value", "Unable to conform to policy", "Synthesized", "Invalid Query Type",
    ];

    /// <summary>'DNSSEC Bogus (text of the server)'.</summary>
    public override string ToString()
    {
        string name = Code < Names.Length
            ? Names[Code]
            : string.Create(CultureInfo.InvariantCulture, $"extended error {Code}");
        return Text.Length == 0 ? name : $"{name} ({Text})";
    }
}
