using System.Globalization;

namespace NetCmdlets.Protocols.Http;

/// <summary>Status codes (RFC 9110, section 15).</summary>
public static class HttpStatus
{
    private static readonly Dictionary<int, string> Reasons = new()
    {
        [100] = "Continue",
        [200] = "OK",
        [201] = "Created",
        [202] = "Accepted",
        [203] = "Non-Authoritative Information",
        [204] = "No Content",
        [205] = "Reset Content",
        [206] = "Partial Content",
        [300] = "Multiple Choices",
        [301] = "Moved Permanently",
        [302] = "Found",
        [303] = "See Other",
        [304] = "Not Modified",
        [307] = "Temporary Redirect",
        [308] = "Permanent Redirect",
        [400] = "Bad Request",
        [401] = "Unauthorized",
        [402] = "Payment Required",
        [403] = "Forbidden",
        [404] = "Not Found",
        [405] = "Method Not Allowed",
        [406] = "Not Acceptable",
        [408] = "Request Timeout",
        [409] = "Conflict",
        [410] = "Gone",
        [411] = "Length Required",
        [412] = "Precondition Failed",
        [413] = "Content Too Large",
        [414] = "URI Too Long",
        [415] = "Unsupported Media Type",
        [416] = "Range Not Satisfiable",
        [417] = "Expectation Failed",
        [418] = "I'm a teapot",
        [421] = "Misdirected Request",
        [422] = "Unprocessable Content",
        [426] = "Upgrade Required",
        [428] = "Precondition Required",
        [429] = "Too Many Requests",
        [431] = "Request Header Fields Too Large",
        [500] = "Internal Server Error",
        [501] = "Not Implemented",
        [502] = "Bad Gateway",
        [503] = "Service Unavailable",
        [504] = "Gateway Timeout",
        [505] = "HTTP Version Not Supported",
    };

    /// <summary>The status's name; empty for one that has none.</summary>
    public static string ReasonOf(int status) => Reasons.GetValueOrDefault(status, "");

    /// <summary>The status and its name, as in a message.</summary>
    public static string Describe(int status)
        => $"{status.ToString(CultureInfo.InvariantCulture)} {ReasonOf(status)}".TrimEnd();

    /// <summary>Whether a response of this status has no body, whatever was asked (RFC 9112, section 6.3).</summary>
    public static bool IsBodiless(int status) => status is < 200 or 204 or 304;
}
