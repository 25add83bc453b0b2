using System.Collections;
using System.Management.Automation;
using NetCmdlets.Framing;
using NetCmdlets.Servers.Handlers;

namespace NetCmdlets.Hosting;

/// <summary>A hashtable of -Response as the table that a server answers by.</summary>
internal static class ResponseParameter
{
    /// <summary>The table: keys are texts, values texts or bytes.</summary>
    /// <exception cref="Diagnostics.NetException">A text cannot be encoded, or two keys are the same.</exception>
    public static ResponseTable Table(IDictionary entries, MessageText encoding)
        => new(Entries(entries), encoding);

    private static IEnumerable<KeyValuePair<string, object>> Entries(IDictionary entries)
    {
        foreach (DictionaryEntry entry in entries)
        {
            object? value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            yield return new(
                entry.Key.ToString() ?? "",
                value as byte[] ?? (object)(LanguagePrimitives.ConvertTo<string>(value) ?? ""));
        }
    }
}
