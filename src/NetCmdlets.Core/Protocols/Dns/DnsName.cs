using System.Globalization;

namespace NetCmdlets.Protocols.Dns;

/// <summary>
/// Domain names: on the wire (RFC 1035, sections 3.1 and 4.1.4) and as text, where a dot inside a label is '\.' and an
/// octet that is no printable character is '\DDD' (RFC 1035, section 5.1; RFC 4343, section 2.1). As text a name has no
/// last dot here; the root is '.'. Letters compare without case (RFC 4343, section 3).
/// </summary>
internal static class DnsName
{
    /// <summary>The root's text.</summary>
    public const string Root = ".";

    /// <summary>The most octets that a name has on the wire, with its lengths (RFC 1035, section 2.3.4).</summary>
    public const int MaximumBytes = 255;

    /// <summary>The most characters that a name has as text: four for each octet.</summary>
    public const int MaximumText = 4 * MaximumBytes;

    private const int MaximumLabel = 63;

    /// <summary>Whether two names are the same.</summary>
    public static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    /// <summary>The name with its last dot, as in zone files and dig's output.</summary>
    public static string Absolute(string name) => name == Root ? name : name + ".";

    /// <summary>The name with its A-labels in Unicode (RFC 5891); those that are not valid stay as they are.</summary>
    public static string ToUnicode(string name)
    {
        if (!name.Contains("xn--", StringComparison.OrdinalIgnoreCase))
            return name;
        string[] labels = name.Split('.');
        var mapping = new IdnMapping();
        for (int i = 0; i < labels.Length; i++)
        {
            if (!labels[i].StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
                continue;
            try
            {
                labels[i] = mapping.GetUnicode(labels[i]);
            }
            catch (ArgumentException)
            {
                // Punycode that stands for no text: shown as it came.
            }
        }

        return string.Join('.', labels);
    }

    /// <summary>
    /// Writes a name's text as wire octets.
    /// </summary>
    /// <param name="text">With or without the last dot; labels outside ASCII become A-labels.</param>
    /// <param name="wire">Of <see cref="MaximumBytes"/>.</param>
    /// <param name="fault">Why it is no name; null where it is one.</param>
    /// <returns>How many octets were written.</returns>
    public static int Write(string text, Span<byte> wire, out string? fault)
    {
        fault = text.Length == 0 ? "it is empty" : null;
        if (text == Root || fault is not null)
        {
            wire[0] = 0;
            return 1;
        }

        if (!System.Text.Ascii.IsValid(text) && (fault = MapToAscii(ref text)) is not null)
            return 0;
        int start = 0;
        int at = 1;
        for (int i = 0; i <= text.Length; i++)
        {
            bool end = i == text.Length;
            if (!end && text[i] != '.')
            {
                if (!TryUnescape(text, ref i, out byte octet))
                    fault = $"'{text}' ends in the middle of an escape, or has one past \\255";
                else if (at >= wire.Length - 1)
                    fault = $"it is longer than {MaximumBytes} octets";
                if (fault is not null)
                    return 0;
                wire[at++] = octet;
                continue;
            }

            int length = at - start - 1;
            // Only the last dot has nothing after it.
            if (length == 0 && end)
                break;
            if (length is 0 or > MaximumLabel)
            {
                fault = length == 0 ? "it has an empty label" : $"a label is longer than {MaximumLabel} octets";
                return 0;
            }

            wire[start] = (byte)length;
            start = at++;
        }

        wire[start] = 0;
        return start + 1;
    }

    /// <summary>
    /// Reads a name out of a message as text without the last dot; nothing for the root.
    /// </summary>
    /// <remarks>
    /// A pointer must lead to before the labels that it follows: so none leads forward, none loops, and the octets read
    /// are bounded by the length of a name.
    /// <code>
    /// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
    /// | 1  1|                OFFSET                   |
    /// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
    /// </code>
    /// </remarks>
    /// <param name="message">The whole message.</param>
    /// <param name="position">Where the name begins; then where what follows it begins.</param>
    /// <param name="end">Where the name must end, as far as it is not behind a pointer.</param>
    /// <param name="text">Of <see cref="MaximumText"/>.</param>
    /// <param name="fault">What is wrong; null where nothing is.</param>
    /// <returns>How many characters were written.</returns>
    public static int Read(
        ReadOnlySpan<byte> message, ref int position, int end, Span<char> text, out string? fault)
    {
        fault = null;
        int at = position;
        int began = position;
        int written = 0;
        int octets = 1;
        bool jumped = false;
        while (true)
        {
            if (at >= end)
                return Fail("a name is cut off", out fault);
            int length = message[at];
            if (length == 0)
            {
                if (!jumped)
                    position = at + 1;
                return written;
            }

            if (length >= 0xC0)
            {
                if (at + 1 >= end)
                    return Fail("a name's pointer is cut off", out fault);
                int target = ((length & 0x3F) << 8) | message[at + 1];
                if (target >= began)
                    return Fail("a name's pointer does not lead back", out fault);
                if (!jumped)
                    position = at + 2;
                jumped = true;
                began = at = target;
                end = message.Length;
                continue;
            }

            if (length > MaximumLabel)
                return Fail("a label has a type that is not in use (RFC 6891, section 5)", out fault);
            octets += length + 1;
            if (octets > MaximumBytes)
                return Fail($"a name is longer than {MaximumBytes} octets", out fault);
            if (at + 1 + length > end)
                return Fail("a label is cut off", out fault);
            if (written > 0)
                text[written++] = '.';
            foreach (byte octet in message.Slice(at + 1, length))
                written += Escape(octet, text[written..]);
            at += 1 + length;
        }
    }

    private static int Fail(string what, out string fault)
    {
        fault = what;
        return 0;
    }

    private static int Escape(byte octet, Span<char> text)
    {
        if (octet is > 0x20 and < 0x7F)
        {
            bool special = octet is (byte)'"' or (byte)'(' or (byte)')' or (byte)'.' or (byte)';' or (byte)'\\'
                or (byte)'@' or (byte)'$';
            if (!special)
            {
                text[0] = (char)octet;
                return 1;
            }

            text[0] = '\\';
            text[1] = (char)octet;
            return 2;
        }

        return DnsText.WriteDecimal(octet, text);
    }

    private static bool TryUnescape(string text, ref int index, out byte octet)
    {
        octet = (byte)text[index];
        if (octet != '\\')
            return true;
        if (++index == text.Length)
            return false;
        octet = (byte)text[index];
        if (!char.IsAsciiDigit(text[index]))
            return true;
        if (index + 3 > text.Length
            || !byte.TryParse(text.AsSpan(index, 3), NumberStyles.None, CultureInfo.InvariantCulture, out octet))
        {
            return false;
        }

        index += 2;
        return true;
    }

    // Only labels outside ASCII are mapped: '_sip' is no host name, and still a label.
    private static string? MapToAscii(ref string text)
    {
        string[] labels = text.Split('.', '\u3002', '\uFF0E', '\uFF61');
        var mapping = new IdnMapping();
        for (int i = 0; i < labels.Length; i++)
        {
            if (System.Text.Ascii.IsValid(labels[i]))
                continue;
            try
            {
                labels[i] = mapping.GetAscii(labels[i]);
            }
            catch (ArgumentException)
            {
                return $"'{labels[i]}' has no form in ASCII (RFC 5891)";
            }
        }

        text = string.Join('.', labels);
        return null;
    }
}
