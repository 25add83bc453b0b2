using System.Numerics;

namespace NetCmdlets.Addressing;

/// <summary>Reads the text of a network or an interface. No allocation, unless the caller keeps the scope id.</summary>
internal static class PrefixParser
{
    /// <summary>Parses 'address', 'address/length', 'address/mask' or 'address mask'.</summary>
    public static AddressFault Parse(
        ReadOnlySpan<char> text, BareAddressMeaning bare, out PrefixedAddress value, out ReadOnlySpan<char> scopeId)
    {
        scopeId = default;
        if (TryParsePlainIPv4(text, out value))
            return AddressFault.None;

        int end = text.IndexOfAny('/', ' ', '\t');
        if (end < 0)
        {
            AddressFault bareFault = AddressParser.ParseScoped(text, out AddressValue only, out scopeId);
            value = new PrefixedAddress(only, BareLength(only, bare));
            return bareFault;
        }

        AddressFault fault = AddressParser.ParseScoped(text[..end], out AddressValue address, out scopeId);
        if (fault != AddressFault.None)
        {
            return fault;
        }

        ReadOnlySpan<char> mask = text[end] == '/' ? text[(end + 1)..] : text[(end + 1)..].TrimStart(" \t");
        fault = ParseMask(mask, address.IsIPv6, out int length);
        // 'address /24': its slash is the first.
        if (fault == AddressFault.SecondSlash && text[end] != '/' && mask.IndexOf('/') == mask.LastIndexOf('/'))
            fault = AddressFault.MaskFormat;
        value = new PrefixedAddress(address, length);
        return fault;
    }

    /// <summary>
    /// Parses what follows the address: a prefix length, a subnet mask or, for IPv4, a wildcard mask. A mask that
    /// could be both, 0.0.0.0 or 255.255.255.255, is a subnet mask.
    /// </summary>
    public static AddressFault ParseMask(ReadOnlySpan<char> text, bool isIPv6, out int length)
    {
        length = 0;
        if (text.IsEmpty)
        {
            return AddressFault.PrefixEmpty;
        }

        AddressFault fault = ParseLength(text, isIPv6 ? 128 : 32, out length);
        if (fault != AddressFault.MaskFormat)
        {
            return fault;
        }

        if (text.Contains('/'))
        {
            return AddressFault.SecondSlash;
        }

        if (AddressParser.Parse(text, out AddressValue mask) != AddressFault.None || mask.IsIPv6 != isIPv6)
        {
            return AddressFault.MaskFormat;
        }

        return MaskLength(mask, out length) ? AddressFault.None : AddressFault.MaskHoles;
    }

    /// <summary>The prefix length of a subnet mask or an IPv4 wildcard mask.</summary>
    public static bool MaskLength(AddressValue mask, out int length)
    {
        if (mask.IsIPv6)
        {
            UInt128 inverse = ~mask.Bits;
            length = (int)UInt128.LeadingZeroCount(inverse);
            return (inverse & (inverse + 1)) == 0;
        }

        uint bits = (uint)mask.Bits;
        uint hostBits = ~bits;
        if ((hostBits & (hostBits + 1)) != 0)
        {
            hostBits = bits;
        }

        length = BitOperations.LeadingZeroCount(hostBits);
        return (hostBits & (hostBits + 1)) == 0;
    }

    /// <summary>The prefix length that an address without one has.</summary>
    public static int BareLength(AddressValue address, BareAddressMeaning bare) =>
        bare == BareAddressMeaning.ClassNetwork && AddressClassification.ClassOf(address) is AddressClass known
            ? AddressClassification.DefaultPrefixLength(known) ?? address.Width
            : address.Width;

    // 'a.b.c.d/n' in one pass: what most texts are. Anything else, right or wrong, is left to the rest.
    private static bool TryParsePlainIPv4(ReadOnlySpan<char> text, out PrefixedAddress value)
    {
        value = default;
        uint bits = 0;
        uint octet = 0;
        int digits = 0;
        int dots = 0;
        int i = 0;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                octet = (octet * 10) + digit;
                if (++digits > 3 || (digits > 1 && octet < 10))
                    return false;
            }
            else if (text[i] == '.' && digits != 0 && octet <= 255)
            {
                bits = (bits << 8) | octet;
                octet = 0;
                digits = 0;
                dots++;
            }
            else
            {
                break;
            }
        }

        int left = text.Length - i - 1;
        if (dots != 3 || digits == 0 || octet > 255 || left is not (1 or 2) || text[i] != '/'
            || ParseLength(text[(i + 1)..], 32, out int length) != AddressFault.None)
        {
            return false;
        }

        value = new PrefixedAddress(AddressValue.FromIPv4((bits << 8) | octet), length);
        return true;
    }

    private static AddressFault ParseLength(ReadOnlySpan<char> text, int width, out int length)
    {
        length = 0;
        bool tooLong = false;
        foreach (char c in text)
        {
            int digit = c - '0';
            if ((uint)digit > 9)
            {
                return AddressFault.MaskFormat;
            }

            length = tooLong ? length : (length * 10) + digit;
            tooLong |= length > width;
        }

        return tooLong ? AddressFault.PrefixRange : AddressFault.None;
    }
}
