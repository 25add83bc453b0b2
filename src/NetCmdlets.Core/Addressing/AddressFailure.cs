using System.Globalization;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Addressing;

/// <summary>
/// Failures of the kinds InvalidAddress and InvalidSubnet. The parser only says which rule was broken; this reads the
/// text again to name the part that broke it, so that a right text pays nothing for the message.
/// </summary>
public static class AddressFailure
{
    private const int LongestQuote = 80;
    private const string AddressAdvice = "Write an address such as 192.168.1.10 or 2001:db8::1.";
    private const string SubnetAdvice =
        "Write a network such as 192.168.1.0/24, '192.168.1.0 255.255.255.0' or 2001:db8::/32.";

    /// <summary>The failure of a text that should be one address.</summary>
    public static NetFailure ForAddress(ReadOnlySpan<char> text, AddressFault fault) =>
        new(FailureKind.InvalidAddress, Message(text, fault, "address", AddressAdvice), text.ToString());

    /// <summary>The failure of a text that should be a network or a range.</summary>
    public static NetFailure ForSubnet(ReadOnlySpan<char> text, AddressFault fault) =>
        new(FailureKind.InvalidSubnet, Message(text, fault, "network", SubnetAdvice), text.ToString());

    private static string Message(ReadOnlySpan<char> text, AddressFault fault, string noun, string usualAdvice)
    {
        string quoted = text.Length > LongestQuote ? $"{text[..LongestQuote]}..." : text.ToString();
        return $"'{quoted}' is not a valid {noun}: {Reason(text, fault)}. {Advice(fault) ?? usualAdvice}";
    }

    private static string Reason(ReadOnlySpan<char> text, AddressFault fault)
    {
        SplitMask(text, out ReadOnlySpan<char> address, out ReadOnlySpan<char> mask);
        int width = address.Contains(':') ? 128 : 32;
        return fault switch
        {
            AddressFault.Empty => "it is empty",
            AddressFault.OctetCount => $"an IPv4 address has 4 octets, this has {Count(address, '.')}",
            AddressFault.OctetEmpty => "an octet is empty",
            AddressFault.OctetNotDecimal when !address.Contains('.') => "it is a name, not an address",
            AddressFault.OctetNotDecimal =>
                $"octet '{FirstPart(address, '.', IsNotDecimal)}' is not a decimal number",
            AddressFault.OctetLeadingZero =>
                $"octet '{FirstPart(address, '.', HasLeadingZero)}' has a leading zero, which some take for octal",
            AddressFault.OctetRange => $"octet {FirstPart(address, '.', IsOver255)} is over 255",
            AddressFault.GroupNotHexadecimal =>
                $"group '{FirstPart(address, ':', IsNotHexadecimal)}' is not a hexadecimal number",
            AddressFault.GroupTooLong => $"group '{FirstPart(address, ':', IsTooLong)}' has more than 4 digits",
            AddressFault.GroupCount when address.Contains("::", StringComparison.Ordinal) =>
                "'::' stands for at least one group, and 8 groups are written out",
            AddressFault.GroupCount => $"an IPv6 address has 8 groups or a '::', this has {Count(address, ':')}",
            AddressFault.SecondDoubleColon => "'::' may stand in it only once",
            AddressFault.LoneColon => "it begins or ends with a single ':'",
            AddressFault.EmbeddedIPv4 =>
                $"its IPv4 part is wrong: {EmbeddedReason(address)}",
            AddressFault.Scope => width == 128
                ? "its scope id is empty, or holds '%', '/' or a blank"
                : "an IPv4 address has no scope id",
            AddressFault.UnexpectedPrefix => "it is a network, not one address",
            AddressFault.PrefixEmpty => "nothing follows the '/'",
            AddressFault.SecondSlash => "it has more than one '/'",
            AddressFault.PrefixRange => $"prefix length {mask} is over {width}",
            AddressFault.MaskFormat when width == 128 => $"'{mask}' is neither a prefix length nor an IPv6 mask",
            AddressFault.MaskFormat => $"'{mask}' is neither a prefix length nor a mask",
            AddressFault.MaskHoles => $"mask {mask} has holes: its one bits must be contiguous",
            AddressFault.RangeOrder =>
                "a range goes from its lowest address to its highest, both IPv4 or both IPv6",
            _ => "it is not understood",
        };
    }

    private static string? Advice(AddressFault fault) => fault switch
    {
        AddressFault.PrefixRange or AddressFault.PrefixEmpty =>
            "Write a prefix length from 0 to 32 for IPv4, or from 0 to 128 for IPv6.",
        AddressFault.MaskFormat or AddressFault.MaskHoles =>
            "Write a prefix length such as 24, a mask such as 255.255.255.0 or a wildcard mask such as 0.0.0.255.",
        AddressFault.RangeOrder => "Write a range such as 10.0.0.1-10.0.0.9.",
        AddressFault.UnexpectedPrefix => "Write the address without '/' and what follows it.",
        _ => null,
    };

    private static string EmbeddedReason(ReadOnlySpan<char> address)
    {
        ReadOnlySpan<char> tail = address[(address.LastIndexOf(':') + 1)..];
        AddressFault fault = AddressParser.ParseIPv4(tail, out _);
        return fault == AddressFault.None ? "it leaves no room for '::'" : Reason(tail, fault);
    }

    private static void SplitMask(ReadOnlySpan<char> text, out ReadOnlySpan<char> address, out ReadOnlySpan<char> mask)
    {
        int end = text.IndexOfAny("/ \t");
        address = end < 0 ? text : text[..end];
        mask = end < 0 ? default : text[(end + 1)..].Trim();
        int scope = address.IndexOf('%');
        address = scope < 0 ? address : address[..scope];
    }

    private static string Count(ReadOnlySpan<char> address, char separator) =>
        (address.Count(separator) + 1).ToString(CultureInfo.InvariantCulture);

    private static string FirstPart(ReadOnlySpan<char> address, char separator, PartTest isWrong)
    {
        while (true)
        {
            int end = address.IndexOf(separator);
            ReadOnlySpan<char> part = end < 0 ? address : address[..end];
            if (end < 0 || isWrong(part))
            {
                return part.ToString();
            }

            address = address[(end + 1)..];
        }
    }

    private delegate bool PartTest(ReadOnlySpan<char> part);

    private static bool IsNotDecimal(ReadOnlySpan<char> part) => part.ContainsAnyExceptInRange('0', '9');

    private static bool HasLeadingZero(ReadOnlySpan<char> part) => part.Length > 1 && part[0] == '0';

    private static bool IsOver255(ReadOnlySpan<char> part) =>
        !part.IsEmpty && !IsNotDecimal(part)
        && (part.Length > 3 || int.Parse(part, CultureInfo.InvariantCulture) > 255);

    private static bool IsTooLong(ReadOnlySpan<char> part) => part.Length > 4;

    private static bool IsNotHexadecimal(ReadOnlySpan<char> part)
    {
        foreach (char c in part)
        {
            if (AddressParser.HexDigit(c) < 0)
            {
                return true;
            }
        }

        return false;
    }
}
