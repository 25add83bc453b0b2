using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;

namespace NetCmdlets.Servers.Handlers;

/// <summary>
/// Fixed replies: message texts, each with its reply. Case does not matter, nor does a line end after the text (what
/// a terminal client sends). The text '*' stands for every message that no other text matches.
/// </summary>
public sealed class ResponseTable
{
    /// <summary>The text that stands for every other message.</summary>
    public const string Otherwise = "*";

    private readonly Dictionary<string, byte[]> replies = new(StringComparer.OrdinalIgnoreCase);
    private readonly byte[]? otherwise;
    private readonly MessageText encoding;

    /// <summary>Makes the table.</summary>
    /// <param name="entries">Message texts and replies; a reply is a text or bytes.</param>
    /// <param name="encoding">The encoding of both.</param>
    /// <exception cref="NetException">
    /// The encoding has no bytes for a reply (InvalidEncoding), or two texts differ in case only (InvalidRequest).
    /// </exception>
    public ResponseTable(IEnumerable<KeyValuePair<string, object>> entries, MessageText encoding)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(encoding);
        this.encoding = encoding;
        foreach ((string text, object reply) in entries)
        {
            byte[] bytes = reply as byte[] ?? encoding.Encode(reply.ToString() ?? "");
            if (!replies.TryAdd(text, bytes))
            {
                throw new NetException(
                    FailureKind.InvalidRequest, $"The response table has two replies to '{text}'.", text);
            }
        }

        if (replies.Remove(Otherwise, out byte[]? any))
            otherwise = any;
    }

    /// <summary>How many texts have a reply; '*' counts.</summary>
    public int Count => replies.Count + (otherwise is null ? 0 : 1);

    /// <summary>The table of 'text=reply' entries, as they are written on a command line.</summary>
    /// <exception cref="NetException">An entry has no '=' (InvalidRequest).</exception>
    public static ResponseTable Parse(IEnumerable<string> entries, MessageText encoding)
        => new(entries.Select(Split), encoding);

    /// <summary>The reply to a message; null where the table has none.</summary>
    public byte[]? Find(ReadOnlySpan<byte> message)
    {
        string? text = encoding.TryDecode(message);
        if (text is null)
            return otherwise;
        return replies.GetValueOrDefault(text) ?? replies.GetValueOrDefault(text.TrimEnd('\r', '\n')) ?? otherwise;
    }

    private static KeyValuePair<string, object> Split(string entry)
    {
        int at = entry.IndexOf('=', StringComparison.Ordinal);
        return at >= 0
            ? new(entry[..at], entry[(at + 1)..])
            : throw new NetException(
                FailureKind.InvalidRequest, $"'{entry}' is not a response: write it as text=reply.", entry);
    }
}
