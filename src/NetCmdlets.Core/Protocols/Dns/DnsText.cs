using System.Globalization;
using System.Text;
using NetCmdlets.Addressing;

namespace NetCmdlets.Protocols.Dns;

/// <summary>Record data as text, in the form of zone files (RFC 1035, section 5.1) and dig's line breaks.</summary>
internal static class DnsText
{
    // dig puts a blank after so many characters of a key, digest or signature.
    private const int Chunk = 56;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>A number.</summary>
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Numbers and texts with a blank between.</summary>
    public static string Join(params object[] parts)
        => string.Join(' ', parts.Select(part => Convert.ToString(part, CultureInfo.InvariantCulture)));

    /// <summary>An address of 4 or 16 octets, as inet_ntop writes it: the IPv4-compatible ones with dots.</summary>
    public static string Address(ReadOnlySpan<byte> octets)
    {
        bool compatible = octets.Length == 16 && !octets[..12].ContainsAnyExcept((byte)0)
            && octets[12..14].ContainsAnyExcept((byte)0);
        return compatible
            ? "::" + AddressValue.FromBytes(octets[12..])
            : AddressValue.FromBytes(octets).ToString();
    }

    /// <summary>A character-string in quotes.</summary>
    public static string Quote(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length + 2).Append('"');
        Append(text, octets);
        return text.Append('"').ToString();
    }

    /// <summary>What a character-string says: UTF-8 where it is that, otherwise with zone files' escapes.</summary>
    public static string Decode(ReadOnlySpan<byte> octets)
    {
        if (System.Text.Unicode.Utf8.IsValid(octets))
            return Strict.GetString(octets);
        var text = new StringBuilder(octets.Length);
        Append(text, octets);
        return text.ToString();
    }

    /// <summary>Hexadecimal in capitals, in dig's pieces.</summary>
    public static string Hex(ReadOnlySpan<byte> octets) => Split(Convert.ToHexString(octets));

    /// <summary>Base64, in dig's pieces.</summary>
    public static string Base64(ReadOnlySpan<byte> octets) => Split(Convert.ToBase64String(octets));

    /// <summary>Base32 by the hexadecimal alphabet, without padding (RFC 4648, section 7).</summary>
    public static string Base32Hex(ReadOnlySpan<byte> octets)
    {
        const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
        var text = new StringBuilder(((octets.Length * 8) + 4) / 5);
        int bits = 0;
        int held = 0;
        foreach (byte octet in octets)
        {
            bits = ((bits << 8) | octet) & 0xFFF;
            for (held += 8; held >= 5; held -= 5)
                text.Append(Digits[(bits >> (held - 5)) & 31]);
        }

        if (held > 0)
            text.Append(Digits[(bits << (5 - held)) & 31]);
        return text.ToString();
    }

    /// <summary>A time of a signature, YYYYMMDDHHmmSS in UTC (RFC 4034, section 3.2).</summary>
    public static string Time(DateTimeOffset time)
        => time.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    /// <summary>
    /// A time of 32 bits of seconds, taken as the one that is nearest to now (RFC 4034, section 3.1.5; RFC 1982).
    /// </summary>
    public static DateTimeOffset TimeOf(uint seconds, DateTimeOffset now)
    {
        long reference = now.ToUnixTimeSeconds();
        return DateTimeOffset.FromUnixTimeSeconds(reference + (int)(seconds - (uint)reference));
    }

    /// <summary>An octet as '\DDD'.</summary>
    public static int WriteDecimal(byte octet, Span<char> text)
    {
        text[0] = '\\';
        text[1] = (char)('0' + (octet / 100));
        text[2] = (char)('0' + (octet / 10 % 10));
        text[3] = (char)('0' + (octet % 10));
        return 4;
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> octets)
    {
        Span<char> escape = stackalloc char[4];
        foreach (byte octet in octets)
        {
            if (octet is < 0x20 or >= 0x7F)
                text.Append(escape[..WriteDecimal(octet, escape)]);
            else if (octet is (byte)'"' or (byte)'\\')
                text.Append('\\').Append((char)octet);
            else
                text.Append((char)octet);
        }
    }

    private static string Split(string text)
    {
        if (text.Length <= Chunk)
            return text;
        var split = new StringBuilder(text.Length + (text.Length / Chunk));
        for (int i = 0; i < text.Length; i += Chunk)
        {
            if (i > 0)
                split.Append(' ');
            split.Append(text.AsSpan(i, Math.Min(Chunk, text.Length - i)));
        }

        return split.ToString();
    }
}
