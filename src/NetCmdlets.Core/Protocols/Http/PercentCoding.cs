using System.Buffers;
using NetCmdlets.Framing;

namespace NetCmdlets.Protocols.Http;

/// <summary>Percent-encoding (RFC 3986, section 2.1).</summary>
internal static class PercentCoding
{
    /// <summary>The text, decoded; null where a '%' has no two digits after it or the bytes are not UTF-8.</summary>
    public static string? TryDecode(string text, bool plusIsSpace)
    {
        if (text.AsSpan().IndexOfAny('%', plusIsSpace ? '+' : '%') < 0)
            return text;
        byte[] bytes = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            int length = 0;
            for (int i = 0; i < text.Length; i++)
            {
                int value = text[i];
                if (value == '%')
                {
                    if (i + 2 >= text.Length
                        || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                    {
                        return null;
                    }

                    value = Convert.ToByte(text.Substring(i + 1, 2), 16);
                    i += 2;
                }
                else if (value == '+' && plusIsSpace)
                {
                    value = ' ';
                }

                // Targets are ASCII by now: what is not is encoded.
                bytes[length++] = (byte)value;
            }

            return MessageText.Utf8.TryDecode(bytes.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
