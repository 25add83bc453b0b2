using System.Globalization;
using System.Text;

namespace NetCmdlets.Protocols.Http;

/// <summary>
/// Reads a request's head, strictly: whatever two readers could understand in two ways is refused, for a server behind
/// a proxy that understood it the other way would answer a request that nobody sent (request smuggling).
/// </summary>
/// <remarks>
/// <code>
/// method SP request-target SP HTTP/1.x CRLF        RFC 9112, section 3
/// *( field-name ":" OWS field-value OWS CRLF )     section 5
/// CRLF
/// </code>
/// </remarks>
public static class HttpHeadParser
{
    private static readonly string[] CommonMethods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];

    /// <summary>Reads a head, from the first byte of its request line to its empty line.</summary>
    /// <param name="head">The bytes.</param>
    /// <param name="maxBodyBytes">The longest body that is taken.</param>
    /// <param name="request">The request, where nothing is wrong.</param>
    /// <returns>What is wrong; null for nothing.</returns>
    public static HttpFault? TryParse(ReadOnlySpan<byte> head, long maxBodyBytes, out HttpRequestHead? request)
    {
        request = null;
        int feed = head.IndexOf((byte)'\n');
        if (feed < 0)
        {
            return head.Length > HttpLimits.RequestLineBytes
                ? new HttpFault(414, "The request line is too long.")
                : HttpFault.BadRequest("This is not HTTP.");
        }

        if (feed == 0 || head[feed - 1] != (byte)'\r')
            return HttpFault.BadRequest("A line ends without CR.");
        if (feed - 1 > HttpLimits.RequestLineBytes)
            return new HttpFault(414, "The request line is too long.");
        HttpFault? fault = TryParseLine(head[..(feed - 1)], out string method, out HttpTarget? target, out bool is11);
        if (fault is not null)
            return fault;
        if (head.Length > HttpLimits.HeadBytes)
            return new HttpFault(431, "The header fields are too long.");
        var fields = new HttpFields();
        fault = TryParseFields(head[(feed + 1)..], fields);
        if (fault is not null)
            return fault;
        return Judge(
            new HttpRequestHead { Method = method, Target = target!, IsVersion11 = is11, Fields = fields },
            maxBodyBytes,
            out request);
    }

    /// <summary>Reads one field, without its line end.</summary>
    internal static HttpFault? TryParseField(ReadOnlySpan<byte> line, HttpFields? fields)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
            return HttpFault.BadRequest("A header field is folded over lines.");
        int colon = line.IndexOf((byte)':');
        if (colon < 0 || !HttpCharacters.IsToken(line[..colon]))
            return HttpFault.BadRequest("A header field's name has a character that none can have.");
        ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t"u8);
        if (!HttpCharacters.IsFieldValue(value))
            return HttpFault.BadRequest("A header field's value has a character that none can have.");
        fields?.Add(Encoding.ASCII.GetString(line[..colon]), Encoding.Latin1.GetString(value));
        return null;
    }

    private static HttpFault? TryParseLine(
        ReadOnlySpan<byte> line, out string method, out HttpTarget? target, out bool isVersion11)
    {
        method = "";
        target = null;
        isVersion11 = false;
        int first = line.IndexOf((byte)' ');
        int last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last <= first + 1 || !HttpCharacters.IsToken(line[..first]))
            return HttpFault.BadRequest("The request line is not 'method target version'.");
        ReadOnlySpan<byte> version = line[(last + 1)..];
        if (version.Length != 8 || !version.StartsWith("HTTP/"u8) || version[6] != (byte)'.'
            || !char.IsAsciiDigit((char)version[5]) || !char.IsAsciiDigit((char)version[7]))
        {
            return HttpFault.BadRequest("The request line does not end with a version of HTTP.");
        }

        if (version[5] != (byte)'1')
            return new HttpFault(505, "This server speaks HTTP/1.1 and HTTP/1.0.");
        isVersion11 = version[7] != (byte)'0';
        method = NameOf(line[..first]);
        return method == "CONNECT"
            ? new HttpFault(501, "This server is no proxy.")
            : HttpTarget.TryParse(line[(first + 1)..last], method, out target);
    }

    // The usual ones are made once.
    private static string NameOf(ReadOnlySpan<byte> method)
    {
        foreach (string common in CommonMethods)
        {
            if (Ascii.Equals(method, common))
                return common;
        }

        return Encoding.ASCII.GetString(method);
    }

    private static HttpFault? TryParseFields(ReadOnlySpan<byte> lines, HttpFields fields)
    {
        while (true)
        {
            int feed = lines.IndexOf((byte)'\n');
            if (feed < 0)
                return HttpFault.BadRequest("The head has no end.");
            if (feed == 0 || lines[feed - 1] != (byte)'\r')
                return HttpFault.BadRequest("A line ends without CR.");
            if (feed == 1)
                return null;
            if (fields.Count == HttpLimits.Fields)
                return new HttpFault(431, "There are too many header fields.");
            if (TryParseField(lines[..(feed - 1)], fields) is { } fault)
                return fault;
            lines = lines[(feed + 1)..];
        }
    }

    private static HttpFault? Judge(HttpRequestHead head, long maxBodyBytes, out HttpRequestHead? request)
    {
        request = null;
        HttpFields fields = head.Fields;
        int hosts = fields.CountOf("Host");
        string? host = hosts == 0 ? null : fields["Host"];
        if (hosts > 1 || (hosts == 0 && head.IsVersion11))
            return HttpFault.BadRequest("A request of HTTP/1.1 has one Host field.");
        if (host is not null && !HttpCharacters.IsHost(Encoding.Latin1.GetBytes(host)))
            return HttpFault.BadRequest("The Host field has a character that none can have.");
        HttpFault? fault = TryMeasure(head, maxBodyBytes, out long? length);
        if (fault is not null)
            return fault;
        string? expect = fields["Expect"];
        if (expect is not null && !expect.Equals("100-continue", StringComparison.OrdinalIgnoreCase))
            return new HttpFault(417, "Only 100-continue can be expected.");
        bool closes = fields.HasElement("Connection", "close");
        request = head with
        {
            Host = head.Target.Authority ?? host,
            ContentLength = length,
            KeepAlive = !closes && (head.IsVersion11 || fields.HasElement("Connection", "keep-alive")),
            // A client of HTTP/1.0 knows no 100 (RFC 9110, section 10.1.1).
            ExpectsContinue = expect is not null && head.IsVersion11 && length != 0,
        };
        return null;
    }

    // RFC 9112, section 6.3. Both ways of telling a length, or one of them twice, are an attack or a fault.
    private static HttpFault? TryMeasure(HttpRequestHead head, long maxBodyBytes, out long? length)
    {
        length = 0;
        int lengths = head.Fields.CountOf("Content-Length");
        int codings = head.Fields.CountOf("Transfer-Encoding");
        if (codings > 0)
        {
            length = null;
            if (lengths > 0 || codings > 1)
                return HttpFault.BadRequest("The length of the body is told in two ways.");
            if (!head.IsVersion11)
                return HttpFault.BadRequest("HTTP/1.0 knows no Transfer-Encoding.");
            return head.Fields["Transfer-Encoding"]!.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                ? null
                : new HttpFault(501, "The only transfer coding is chunked.");
        }

        if (lengths == 0)
            return null;
        string text = head.Fields["Content-Length"]!;
        if (lengths > 1 || text.Length == 0 || text.Any(static c => !char.IsAsciiDigit(c)))
            return HttpFault.BadRequest("Content-Length is not one number.");
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            || value > maxBodyBytes)
            return TooLarge(maxBodyBytes);
        length = value;
        return null;
    }

    /// <summary>The body is longer than allowed: 413.</summary>
    internal static HttpFault TooLarge(long maxBodyBytes)
        => new(413, $"The body is longer than the {maxBodyBytes} bytes that are allowed.");
}
