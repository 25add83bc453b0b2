using System.Globalization;
using System.Text;

namespace NetCmdlets.Protocols.Http;

/// <summary>
/// What a request is about: the path, decoded once, and the query, as it came. The path has no '.' or '..' segment,
/// in whatever way it was written: a client takes those out before it asks (RFC 3986, section 5.2.4).
/// </summary>
public sealed class HttpTarget
{
    private HttpTarget(string raw, string[] segments, string? query, string? authority)
    {
        Raw = raw;
        Segments = segments;
        QueryString = query;
        Authority = authority;
    }

    /// <summary>The target '*' of OPTIONS: the server as a whole.</summary>
    public static HttpTarget Asterisk { get; } = new("*", [], null, null);

    /// <summary>
    /// The path as it came, without the query, bytes that are not ASCII percent-encoded; '*' for the server as a whole.
    /// </summary>
    public string Raw { get; }

    /// <summary>
    /// The path's parts between its slashes, each decoded by itself, so that one may hold a slash. The last is empty
    /// where the path ends with a slash.
    /// </summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>The path, decoded.</summary>
    public string Path => this == Asterisk ? "*" : "/" + string.Join('/', Segments);

    /// <summary>What follows '?', as it came or, what is not ASCII, encoded; null where there is no '?'.</summary>
    public string? QueryString { get; }

    /// <summary>The host, with its port where one is given, of a target that has one (absolute-form).</summary>
    public string? Authority { get; }

    /// <summary>Reads a target (RFC 9112, section 3.2): origin-form, absolute-form, or asterisk-form.</summary>
    /// <param name="bytes">The target.</param>
    /// <param name="method">The request's method: '*' is for OPTIONS alone.</param>
    /// <param name="target">The target, where nothing is wrong.</param>
    /// <returns>What is wrong; null for nothing.</returns>
    public static HttpFault? TryParse(ReadOnlySpan<byte> bytes, string method, out HttpTarget? target)
    {
        target = null;
        if (!HttpCharacters.IsTarget(bytes))
            return HttpFault.BadRequest("The request's target has a character that none can have.");
        if (bytes is [(byte)'*'])
        {
            if (method != "OPTIONS")
                return HttpFault.BadRequest("The target '*' is for OPTIONS.");
            target = Asterisk;
            return null;
        }

        string? authority = null;
        if (bytes[0] != (byte)'/' && !TrySplitAuthority(ref bytes, out authority))
            return HttpFault.BadRequest("The request's target is neither a path nor an http address.");
        int mark = bytes.IndexOf((byte)'?');
        ReadOnlySpan<byte> path = mark < 0 ? bytes : bytes[..mark];
        string? query = mark < 0 ? null : Escape(bytes[(mark + 1)..]);
        string raw = path.IsEmpty ? "/" : Escape(path);
        HttpFault? fault = TryDecode(raw, out string[] segments);
        if (fault is null)
            target = new HttpTarget(raw, segments, query, authority);
        return fault;
    }

    // 'http://host/path?query': what a client says to a proxy, and every server must take (section 3.2.2).
    private static bool TrySplitAuthority(ref ReadOnlySpan<byte> bytes, out string? authority)
    {
        authority = null;
        int scheme = bytes.IndexOf("://"u8);
        if (scheme < 0 || !IsHttp(bytes[..scheme]))
            return false;
        ReadOnlySpan<byte> rest = bytes[(scheme + 3)..];
        int end = rest.IndexOfAny((byte)'/', (byte)'?');
        ReadOnlySpan<byte> host = end < 0 ? rest : rest[..end];
        if (host.IsEmpty || !HttpCharacters.IsHost(host))
            return false;
        authority = Encoding.ASCII.GetString(host);
        bytes = end < 0 ? default : rest[end..];
        return true;
    }

    private static bool IsHttp(ReadOnlySpan<byte> scheme)
        => Ascii.EqualsIgnoreCase(scheme, "http"u8) || Ascii.EqualsIgnoreCase(scheme, "https"u8);

    // What should have come encoded is taken as if it had: whether it is UTF-8 is seen where it is decoded.
    private static string Escape(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes))
            return Encoding.ASCII.GetString(bytes);
        var escaped = new StringBuilder(bytes.Length * 3);
        foreach (byte value in bytes)
        {
            if (value < 0x80)
                escaped.Append((char)value);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }

        return escaped.ToString();
    }

    private static HttpFault? TryDecode(string raw, out string[] segments)
    {
        segments = raw[1..].Split('/');
        for (int i = 0; i < segments.Length; i++)
        {
            if (PercentCoding.TryDecode(segments[i], plusIsSpace: false) is not { } decoded)
                return HttpFault.BadRequest("The path has a '%' without two hexadecimal digits, or is not UTF-8.");
            if (decoded.AsSpan().IndexOfAnyInRange('\0', '\x1F') >= 0
                || decoded.Contains('\x7F', StringComparison.Ordinal))
            {
                return HttpFault.BadRequest("The path has a control character.");
            }

            if (HasDots(decoded))
                return HttpFault.BadRequest("The path has a '.' or '..' segment.");
            segments[i] = decoded;
        }

        return null;
    }

    private static bool HasDots(string segment)
    {
        if (!segment.Contains('.', StringComparison.Ordinal))
            return false;
        foreach (string part in segment.Split('/', '\\'))
        {
            if (part is "." or "..")
                return true;
        }

        return false;
    }
}
