using System.Collections;
using System.Management.Automation;
using System.Text;
using System.Xml;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Protocols.Http;
using NetCmdlets.Servers.Http;

namespace NetCmdlets.Hosting;

/// <summary>
/// What a script emits as a response: nothing is 204; texts are text/plain, one a line; bytes are
/// application/octet-stream; a file of Get-Item is sent as it is; XML is application/xml; a hashtable of StatusCode,
/// Headers, Body and ContentType says it in detail; anything else is JSON.
/// </summary>
internal static class HttpReply
{
    /// <summary>How deep ConvertTo-Json looks into what is emitted.</summary>
    public const int JsonDepth = 8;

    private static readonly string[] Keys = ["StatusCode", "Headers", "Body", "ContentType"];

    /// <summary>The response.</summary>
    /// <param name="emitted">What was emitted.</param>
    /// <param name="toJson">Makes JSON of an object.</param>
    /// <exception cref="NetException">A status out of range, or a header field that cannot be.</exception>
    public static async ValueTask<HttpResponse> OfAsync(
        IReadOnlyList<object> emitted, Func<object, Task<string>> toJson)
    {
        if (emitted.Count == 0)
            return new HttpResponse(204);
        return emitted is [var only] && BaseOf(only) is IDictionary table && IsResponse(table)
            ? await OfTableAsync(table, toJson).ConfigureAwait(false)
            : await OfContentAsync(200, emitted, null, null, toJson).ConfigureAwait(false);
    }

    private static bool IsResponse(IDictionary table)
        => table.Count > 0 && table.Keys.Cast<object>().All(static key =>
            Keys.Contains(key.ToString(), StringComparer.OrdinalIgnoreCase));

    private static async ValueTask<HttpResponse> OfTableAsync(IDictionary table, Func<object, Task<string>> toJson)
    {
        object? code = Find(table, "StatusCode");
        if (!LanguagePrimitives.TryConvertTo(code ?? 200, out int status) || status is < 200 or > 599)
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                $"The StatusCode of a response is a number from 200 to 599, not '{code}'.",
                code);
        }

        object? body = Find(table, "Body");
        IReadOnlyList<object> content = BaseOf(body) switch
        {
            null => [],
            byte[] bytes => [bytes],
            // An array of bytes that was put together in a script may be one of objects.
            object[] items when items.Length > 0 && items.All(static item => BaseOf(item) is byte)
                => [items.Select(static item => (byte)BaseOf(item)!).ToArray()],
            _ => [body!],
        };
        return await OfContentAsync(
            status,
            content,
            LanguagePrimitives.ConvertTo<string>(Find(table, "ContentType")),
            BaseOf(Find(table, "Headers")) as IDictionary,
            toJson).ConfigureAwait(false);
    }

    private static async ValueTask<HttpResponse> OfContentAsync(
        int status,
        IReadOnlyList<object> content,
        string? contentType,
        IDictionary? headers,
        Func<object, Task<string>> toJson)
    {
        (HttpBody bytes, string? type) = content switch
        {
            [] => (HttpBody.Empty, null),
            [byte[] raw] => (new MemoryBody(raw), MediaTypes.Unknown),
            _ when content.All(static item => BaseOf(item) is string)
                => (new MemoryBody(MessageText.Utf8.Encode(string.Join('\n', content.Select(BaseOf)))), MediaTypes.Text),
            [var only] when BaseOf(only) is FileInfo file
                => (HttpBody.OfFile(file.FullName), MediaTypes.OfFile(file.Name)),
            [var only] when BaseOf(only) is XmlNode xml => (TextBody(xml.OuterXml), MediaTypes.Xml),
            [var only] => (TextBody(await toJson(only).ConfigureAwait(false)), MediaTypes.Json),
            _ => (TextBody(await toJson(content.ToArray()).ConfigureAwait(false)), MediaTypes.Json),
        };
        var response = new HttpResponse(status, bytes);
        try
        {
            AddFields(response, headers, string.IsNullOrEmpty(contentType) ? type : contentType);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static MemoryBody TextBody(string text) => new(Encoding.UTF8.GetBytes(text));

    private static void AddFields(HttpResponse response, IDictionary? headers, string? contentType)
    {
        bool hasType = false;
        foreach (DictionaryEntry header in headers ?? new Hashtable())
        {
            string name = header.Key.ToString() ?? "";
            hasType |= name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);
            // Several values are several fields, as Set-Cookie needs it.
            foreach (object? value in BaseOf(header.Value) as object?[] ?? [header.Value])
                response.AddUserField(name, LanguagePrimitives.ConvertTo<string>(value) ?? "");
        }

        if (contentType is not null && !hasType)
            response.AddUserField("Content-Type", contentType);
    }

    private static object? Find(IDictionary table, string name)
    {
        foreach (DictionaryEntry entry in table)
        {
            if (name.Equals(entry.Key.ToString(), StringComparison.OrdinalIgnoreCase))
                return entry.Value;
        }

        return null;
    }

    private static object? BaseOf(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
