namespace NetCmdlets.Addressing;

/// <summary>
/// Reads the text of an address. It accepts and refuses exactly what Python's ipaddress does: four decimal octets
/// without leading zeros, or the IPv6 forms of RFC 4291 section 2.2. No allocation, one pass.
/// </summary>
internal static class AddressParser
{
    private const int Groups = 8;

    /// <summary>Parses one address; a colon anywhere makes it IPv6.</summary>
    public static AddressFault Parse(ReadOnlySpan<char> text, out AddressValue value)
    {
        if (text.IsEmpty)
        {
            value = default;
            return AddressFault.Empty;
        }

        // The first five characters tell the families apart in every valid text: an IPv6 group has at most four digits.
        int probe = Math.Min(text.Length, 5);
        for (int i = 0; i < probe; i++)
        {
            if (text[i] == ':')
            {
                AddressFault fault6 = ParseIPv6(text, out UInt128 bits6);
                value = AddressValue.FromIPv6(bits6);
                return fault6;
            }
        }

        AddressFault fault = ParseIPv4(text, out uint bits);
        value = AddressValue.FromIPv4(bits);
        return fault is AddressFault.None || !text.Contains(':') ? fault : ParseIPv6(text, out _);
    }

    /// <summary>Parses one address that may carry a scope id: 'fe80::1%eth0' (RFC 4007 section 11).</summary>
    public static AddressFault ParseScoped(
        ReadOnlySpan<char> text, out AddressValue value, out ReadOnlySpan<char> scopeId)
    {
        int percent = text.IndexOf('%');
        if (percent < 0)
        {
            scopeId = default;
            AddressFault plain = Parse(text, out value);
            return plain != AddressFault.None && text.Contains('/') ? AddressFault.UnexpectedPrefix : plain;
        }

        scopeId = text[(percent + 1)..];
        AddressFault fault = Parse(text[..percent], out value);
        if (fault != AddressFault.None)
        {
            return fault;
        }

        return value.IsIPv6 && !scopeId.IsEmpty && scopeId.IndexOfAny("%/ \t") < 0
            ? AddressFault.None
            : AddressFault.Scope;
    }

    /// <summary>Parses four decimal octets.</summary>
    public static AddressFault ParseIPv4(ReadOnlySpan<char> text, out uint bits)
    {
        bits = 0;
        uint value = 0;
        uint octet = 0;
        int digits = 0;
        int dots = 0;
        foreach (char c in text)
        {
            uint digit = (uint)(c - '0');
            if (digit <= 9)
            {
                if (digits != 0 && octet == 0)
                {
                    return AddressFault.OctetLeadingZero;
                }

                octet = (octet * 10) + digit;
                digits++;
                if (octet > 255)
                {
                    return AddressFault.OctetRange;
                }
            }
            else if (c == '.')
            {
                if (digits == 0)
                {
                    return AddressFault.OctetEmpty;
                }

                if (++dots > 3)
                {
                    return AddressFault.OctetCount;
                }

                value = (value << 8) | octet;
                octet = 0;
                digits = 0;
            }
            else
            {
                return AddressFault.OctetNotDecimal;
            }
        }

        if (dots != 3)
        {
            return AddressFault.OctetCount;
        }

        bits = (value << 8) | octet;
        return digits == 0 ? AddressFault.OctetEmpty : AddressFault.None;
    }

    /// <summary>Parses eight groups, or fewer with one '::', the last two perhaps written as an IPv4 address.</summary>
    public static AddressFault ParseIPv6(ReadOnlySpan<char> text, out UInt128 bits)
    {
        bits = 0;
        UInt128 value = 0;
        int count = 0;
        int compressedAt = -1;
        int i = 0;
        if (text[0] == ':')
        {
            if (text.Length < 2 || text[1] != ':')
            {
                return AddressFault.LoneColon;
            }

            compressedAt = 0;
            i = 2;
        }

        while (i < text.Length)
        {
            int start = i;
            uint group = 0;
            int digit;
            while (i < text.Length && (digit = HexDigit(text[i])) >= 0)
            {
                group = (group << 4) | (uint)digit;
                if (++i - start > 4)
                {
                    return AddressFault.GroupTooLong;
                }
            }

            if (i < text.Length && text[i] == '.')
            {
                if (ParseIPv4(text[start..], out uint embedded) != AddressFault.None)
                {
                    return AddressFault.EmbeddedIPv4;
                }

                value = (value << 32) | embedded;
                count += 2;
                break;
            }

            if (i == start)
            {
                return text[i] == ':' ? AddressFault.SecondDoubleColon : AddressFault.GroupNotHexadecimal;
            }

            value = (value << 16) | group;
            if (++count > Groups)
            {
                return AddressFault.GroupCount;
            }

            if (i == text.Length)
            {
                break;
            }

            if (text[i] != ':')
            {
                return AddressFault.GroupNotHexadecimal;
            }

            i++;
            if (i == text.Length)
            {
                return AddressFault.LoneColon;
            }

            if (text[i] == ':')
            {
                if (compressedAt >= 0)
                {
                    return AddressFault.SecondDoubleColon;
                }

                compressedAt = count;
                i++;
            }
        }

        return Expand(value, count, compressedAt, out bits);
    }

    /// <summary>The value of a hexadecimal digit of ASCII, or -1.</summary>
    internal static int HexDigit(char c)
    {
        int digit = c - '0';
        if ((uint)digit <= 9)
        {
            return digit;
        }

        digit = (c | 0x20) - 'a';
        return (uint)digit <= 5 ? digit + 10 : -1;
    }

    private static AddressFault Expand(UInt128 value, int count, int compressedAt, out UInt128 bits)
    {
        bits = value;
        if (compressedAt < 0)
        {
            return count == Groups ? AddressFault.None : AddressFault.GroupCount;
        }

        if (count >= Groups)
        {
            return AddressFault.GroupCount;
        }

        // A shift by 128 counts as one by 0, which is right here: it only ever moves a zero.
        int below = 16 * (count - compressedAt);
        UInt128 low = value & ((UInt128.One << below) - 1);
        bits = ((value >> below) << (16 * (Groups - compressedAt))) | low;
        return AddressFault.None;
    }
}
