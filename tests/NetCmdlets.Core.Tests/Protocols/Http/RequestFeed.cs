using System.Text;
using NetCmdlets.Protocols.Http;

namespace NetCmdlets.Core.Tests.Protocols.Http;

/// <summary>Reads bytes as requests, in pieces of a size, and tells what came of them in one text.</summary>
internal static class RequestFeed
{
    public const long MaxBody = 1000;

    /// <summary>The requests, each 'method target body', then the fault or what was still under way.</summary>
    public static List<string> Read(byte[] bytes, int pieceBytes)
    {
        using var reader = new HttpRequestReader(MaxBody);
        var story = new List<string>();
        HttpRequestHead? head = null;
        var body = new StringBuilder();
        for (int offset = 0; offset < bytes.Length; offset += pieceBytes)
        {
            reader.Append(bytes.AsSpan(offset, Math.Min(pieceBytes, bytes.Length - offset)));
            if (!Drain())
                return story;
        }

        if (reader.IsWithinRequest)
            story.Add("unfinished");
        return story;

        // False where a fault ended it.
        bool Drain()
        {
            while (true)
            {
                HttpReadStatus status;
                if (head is null)
                {
                    status = reader.ReadHead(out head);
                }
                else
                {
                    status = reader.ReadBody(out ReadOnlyMemory<byte> piece);
                    body.Append(Encoding.Latin1.GetString(piece.Span));
                    if (status == HttpReadStatus.Complete)
                    {
                        story.Add($"{head.Method} {head.Target.Raw} {body}".TrimEnd());
                        head = null;
                        body.Clear();
                    }
                }

                if (status == HttpReadStatus.NeedMore)
                    return true;
                if (status != HttpReadStatus.Failed)
                    continue;
                story.Add($"{reader.Fault!.Status}");
                return false;
            }
        }
    }

    public static List<string> Read(string text, int pieceBytes) => Read(Encoding.Latin1.GetBytes(text), pieceBytes);

    public static HttpRequestHead Head(string text)
    {
        using var reader = new HttpRequestReader(MaxBody);
        reader.Append(Encoding.Latin1.GetBytes(text));
        reader.ReadHead(out HttpRequestHead? head);
        return head ?? throw new InvalidOperationException(reader.Fault?.Reason ?? "No whole head.");
    }
}
