using System.Globalization;
using System.Numerics;

namespace NetCmdlets.Addressing;

/// <summary>
/// Addresses from every notation that is not their own: integers, hexadecimal, binary, and the names of PTR records.
/// </summary>
public static class AddressConversion
{
    private const string ReverseIPv4 = ".in-addr.arpa";
    private const string ReverseIPv6 = ".ip6.arpa";
    private static readonly BigInteger TooLarge = BigInteger.One << 128;

    /// <summary>
    /// Reads an address as such (also in brackets), or as a decimal integer, '0x' and hexadecimal digits (up to 8
    /// mean IPv4, more mean IPv6), 32 or 128 binary digits with or without separators, or a name in in-addr.arpa or
    /// ip6.arpa.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="asIPv6">Whether numbers mean IPv6 addresses even where they would fit IPv4.</param>
    /// <param name="value">The address.</param>
    /// <param name="scopeId">The scope id that an address was written with, or null.</param>
    /// <returns>What is wrong with the text when it is read as an address, or None.</returns>
    public static AddressFault TryConvert(string text, bool asIPv6, out AddressValue value, out string? scopeId)
    {
        ArgumentNullException.ThrowIfNull(text);
        scopeId = null;
        ReadOnlySpan<char> bare = text.Length > 2 && text[0] == '[' && text[^1] == ']' ? text.AsSpan(1..^1) : text;
        AddressFault fault = AddressParser.ParseScoped(bare, out value, out ReadOnlySpan<char> scope);
        if (fault == AddressFault.None)
        {
            scopeId = scope.IsEmpty ? null : scope.ToString();
            return fault;
        }

        return TryBinary(text, out value) || TryNumber(text, asIPv6, out value) || TryReverseName(text, out value)
            ? AddressFault.None
            : fault;
    }

    private static bool TryNumber(string text, bool asIPv6, out AddressValue value)
    {
        value = default;
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        BigInteger number;
        bool right = isHex
            // A leading zero keeps the highest digit from being taken for a sign.
            ? BigInteger.TryParse(
                $"0{text.AsSpan(2)}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        if (!right || text.Length > 64 || number >= TooLarge || (isHex && text.Length == 2))
            return false;

        bool isIPv6 = asIPv6 || number > uint.MaxValue || (isHex && text.Length > 10);
        value = new AddressValue((UInt128)number, isIPv6);
        return true;
    }

    private static bool TryBinary(string text, out AddressValue value)
    {
        UInt128 bits = 0;
        int count = 0;
        int start = text.StartsWith("0b", StringComparison.OrdinalIgnoreCase) ? 2 : 0;
        foreach (char c in text.AsSpan(start))
        {
            if (c is '0' or '1')
            {
                bits = (bits << 1) | (uint)(c - '0');
                count++;
            }
            else if (c is not ('.' or ':' or '|' or ' ' or '_'))
            {
                value = default;
                return false;
            }
        }

        value = new AddressValue(bits, count == 128);
        return count is 32 or 128;
    }

    private static bool TryReverseName(string text, out AddressValue value)
    {
        value = default;
        ReadOnlySpan<char> name = text.AsSpan().TrimEnd('.');
        bool isIPv6 = name.EndsWith(ReverseIPv6, StringComparison.OrdinalIgnoreCase);
        if (!isIPv6 && !name.EndsWith(ReverseIPv4, StringComparison.OrdinalIgnoreCase))
            return false;

        string[] labels = name[..^(isIPv6 ? ReverseIPv6 : ReverseIPv4).Length].ToString().Split('.');
        Array.Reverse(labels);
        if (!isIPv6)
            return AddressValue.TryParse(string.Join('.', labels), out value) && !value.IsIPv6;

        bool areNibbles = labels.Length == 32
            && Array.TrueForAll(labels, static label => label.Length == 1 && AddressParser.HexDigit(label[0]) >= 0);
        return areNibbles && TryNumber("0x" + string.Concat(labels), asIPv6: true, out value);
    }
}
