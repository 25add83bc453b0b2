using System.Collections;

namespace NetCmdlets.Protocols.Http;

/// <summary>A query as names and values, the way forms write it (application/x-www-form-urlencoded).</summary>
public static class HttpQuery
{
    /// <summary>
    /// The names, whatever their case, each with its value: a string, or a string array where the name comes more than
    /// once. A name without '=' has an empty value; what cannot be decoded stays as it is.
    /// </summary>
    public static Hashtable Parse(string? query)
    {
        var table = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (string pair in (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = Decode(equals < 0 ? pair : pair[..equals]);
            string value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            table[name] = table[name] switch
            {
                null => value,
                string first => new[] { first, value },
                string[] others => others.Append(value).ToArray(),
                var other => other,
            };
        }

        return table;
    }

    private static string Decode(string text) => PercentCoding.TryDecode(text, plusIsSpace: true) ?? text;
}
