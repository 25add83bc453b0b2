using System.Globalization;

namespace NetCmdlets.Protocols.Dns;

/// <summary>Response codes (RFC 1035, section 4.1.1; RFC 6895, section 2.3).</summary>
public enum DnsResponseCode
{
    /// <summary>No error.</summary>
    NoError = 0,

    /// <summary>The server could not read the query.</summary>
    FormErr = 1,

    /// <summary>The server failed.</summary>
    ServFail = 2,

    /// <summary>The name does not exist.</summary>
    NXDomain = 3,

    /// <summary>The server does not do that.</summary>
    NotImp = 4,

    /// <summary>The server does not want to.</summary>
    Refused = 5,

    /// <summary>A name exists that should not.</summary>
    YXDomain = 6,

    /// <summary>A set of records exists that should not.</summary>
    YXRRSet = 7,

    /// <summary>A set of records does not exist that should.</summary>
    NXRRSet = 8,

    /// <summary>The server is not authoritative, or not authorized.</summary>
    NotAuth = 9,

    /// <summary>The name is not in the zone.</summary>
    NotZone = 10,

    /// <summary>The server does not know the version of EDNS (RFC 6891).</summary>
    BadVers = 16,

    /// <summary>The server's cookie is missing or wrong (RFC 7873).</summary>
    BadCookie = 23,
}

/// <summary>The texts of response codes.</summary>
internal static class DnsResponseCodes
{
    /// <summary>The code's mnemonic as the RFCs write it.</summary>
    public static string TextOf(DnsResponseCode code) => Enum.GetName(code)?.ToUpperInvariant()
        ?? string.Create(CultureInfo.InvariantCulture, $"RCODE{(int)code}");
}
