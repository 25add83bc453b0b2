using System.Globalization;
using System.Text;
using NetCmdlets.Tests;

namespace NetCmdlets.Core.Tests.Servers.Http;

/// <summary>A response as it came over the wire.</summary>
internal sealed record HttpAnswer(int Status, Dictionary<string, string> Fields, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? this[string name] => Fields.GetValueOrDefault(name);

    /// <summary>Reads one response: to the empty line byte by byte, then as many bytes as it says.</summary>
    public static async Task<HttpAnswer> ReadAsync(TestTcpClient client, bool hasBody = true)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            byte[] one = await client.ReceiveAsync(1);
            if (one.Length == 0)
                throw new InvalidOperationException($"The connection ended after '{head}'.");
            head.Append((char)one[0]);
        }

        HttpAnswer answer = ParseHead(head.ToString());
        int length = int.Parse((hasBody ? answer["Content-Length"] : null) ?? "0", CultureInfo.InvariantCulture);
        return answer with { Body = await client.ReceiveAsync(length) };
    }

    /// <summary>Sends a request and reads its response on a connection of its own, which the server closes.</summary>
    public static async Task<HttpAnswer> OfAsync(NetServer server, string requestLine, params string[] fields)
    {
        using TestTcpClient client = await TestTcpClient.ConnectAsync(server.LocalEndPoint);
        await client.SendAsync(
            $"{requestLine} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
            + string.Concat(fields.Select(field => $"{field}\r\n")) + "\r\n");
        byte[] all = await client.ReceiveToEndAsync();
        int end = all.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        return ParseHead(Encoding.Latin1.GetString(all, 0, end)) with { Body = all[end..] };
    }

    private static HttpAnswer ParseHead(string head)
    {
        string[] lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines[1..])
        {
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            fields.Add(line[..colon], line[(colon + 2)..]);
        }

        return new HttpAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), fields, []);
    }
}
