using System.Buffers;
using System.Globalization;
using System.Text;

namespace NetCmdlets.Protocols.Http;

/// <summary>Writes a response's status line and header fields (RFC 9112, sections 4 and 5).</summary>
public static class HttpResponseHead
{
    /// <summary>What lets a client send its body (RFC 9110, section 15.2.1).</summary>
    public static ReadOnlySpan<byte> Continue => "HTTP/1.1 100 Continue\r\n\r\n"u8;

    /// <summary>Writes a head with its empty line.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="status">The status, 200 to 599.</param>
    /// <param name="fields">The fields that are the response's own; what is said here is none of them.</param>
    /// <param name="date">When the response was made.</param>
    /// <param name="contentLength">The body's length; null for a response that tells none.</param>
    /// <param name="connection">The Connection field; null for none.</param>
    public static void Write(
        IBufferWriter<byte> output,
        int status,
        HttpFields fields,
        DateTimeOffset date,
        long? contentLength,
        string? connection)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(fields);
        output.Write("HTTP/1.1 "u8);
        Write(output, status.ToString(CultureInfo.InvariantCulture));
        output.Write(" "u8);
        Write(output, HttpStatus.ReasonOf(status));
        output.Write("\r\n"u8);
        WriteField(output, "Date", HttpDate.Format(date));
        for (int i = 0; i < fields.Count; i++)
            WriteField(output, fields[i].Name, fields[i].Value);
        if (contentLength is long length)
            WriteField(output, "Content-Length", length.ToString(CultureInfo.InvariantCulture));
        if (connection is not null)
            WriteField(output, "Connection", connection);
        output.Write("\r\n"u8);
    }

    private static void WriteField(IBufferWriter<byte> output, string name, string value)
    {
        Write(output, name);
        output.Write(": "u8);
        Write(output, value);
        output.Write("\r\n"u8);
    }

    private static void Write(IBufferWriter<byte> output, string text) => Encoding.Latin1.GetBytes(text, output);
}
