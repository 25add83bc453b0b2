using System.Globalization;
using System.Numerics;

namespace NetCmdlets.Addressing;

/// <summary>Writes addresses in every form that the results show.</summary>
internal static class AddressFormatter
{
    private const string HexDigits = "0123456789abcdef";
    private const char HostBoundary = '|';

    /// <summary>Writes the canonical text (RFC 5952 section 4; section 5 for IPv4-mapped).</summary>
    public static bool TryFormat(AddressValue address, Span<char> destination, out int written)
    {
        Span<char> buffer = stackalloc char[AddressValue.MaxTextLength];
        int length = address.IsIPv6 ? WriteIPv6(address.Bits, buffer) : WriteIPv4((uint)address.Bits, buffer);
        bool fits = buffer[..length].TryCopyTo(destination);
        written = fits ? length : 0;
        return fits;
    }

    /// <summary>All eight groups with all four digits; IPv4 as ever.</summary>
    public static string Exploded(AddressValue address) => address.IsIPv6
        ? string.Create(39, address.Bits, static (text, bits) =>
        {
            for (int i = 0, nibble = 0; i < text.Length; i++)
            {
                text[i] = i % 5 == 4 ? ':' : HexDigits[(int)(bits >> (124 - (4 * nibble++))) & 15];
            }
        })
        : address.ToString();

    /// <summary>'0x' and 8 or 32 digits.</summary>
    public static string Hex(AddressValue address) =>
        "0x" + address.Bits.ToString(address.IsIPv6 ? "x32" : "x8", CultureInfo.InvariantCulture);

    /// <summary>The unsigned integer.</summary>
    public static BigInteger Integer(AddressValue address) => address.Bits;

    /// <summary>
    /// The bits, an octet between dots (IPv4) or a group between colons (IPv6); with a prefix length, '|' stands
    /// between the network's bits and the host's.
    /// </summary>
    public static string Binary(AddressValue address, int prefixLength = -1)
    {
        int group = address.IsIPv6 ? 16 : 8;
        int width = address.Width;
        bool marked = prefixLength >= 0 && prefixLength < width;
        int length = width + (width / group) - 1 + (marked ? 1 : 0);
        return string.Create(length, (address, group, boundary: marked ? prefixLength : -1), static (text, state) =>
        {
            (AddressValue value, int size, int boundary) = state;
            char separator = value.IsIPv6 ? ':' : '.';
            int at = 0;
            for (int bit = 0; bit < value.Width; bit++)
            {
                if (bit != 0 && bit % size == 0)
                {
                    text[at++] = separator;
                }

                if (bit == boundary)
                {
                    text[at++] = HostBoundary;
                }

                text[at++] = (value.Bits >> (value.Width - 1 - bit) & 1) == 0 ? '0' : '1';
            }
        });
    }

    /// <summary>The name of the address's PTR record (RFC 1035 section 3.5, RFC 3596 section 2.5).</summary>
    public static string ReversePointer(AddressValue address) => ReverseName(address, address.IsIPv6 ? 32 : 4);

    /// <summary>
    /// The reverse zone of a network: the smallest zone on an octet or nibble boundary that holds it. For an IPv4
    /// network smaller than a /24 the zone that RFC 2317 delegates, such as '64/26.2.0.192.in-addr.arpa'.
    /// </summary>
    public static string ReverseZone(NetworkPrefix network)
    {
        int length = network.PrefixLength;
        if (network.IsIPv6)
        {
            return ReverseName(network.FirstAddress, length / 4);
        }

        return length is > 24 and < 32
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{(byte)network.FirstAddress.Bits}/{length}.{ReverseName(network.FirstAddress, 3)}")
            : ReverseName(network.FirstAddress, length / 8);
    }

    private static string ReverseName(AddressValue address, int labels)
    {
        Span<char> text = stackalloc char[72];
        int at = 0;
        for (int label = labels - 1; label >= 0; label--)
        {
            if (address.IsIPv6)
            {
                text[at++] = HexDigits[(int)(address.Bits >> (124 - (4 * label))) & 15];
            }
            else
            {
                at += WriteOctet((byte)(address.Bits >> (24 - (8 * label))), text[at..]);
            }

            text[at++] = '.';
        }

        ReadOnlySpan<char> root = address.IsIPv6 ? "ip6.arpa" : "in-addr.arpa";
        root.CopyTo(text[at..]);
        return new string(text[..(at + root.Length)]);
    }

    private static int WriteIPv4(uint bits, Span<char> text)
    {
        int at = WriteOctet((byte)(bits >> 24), text);
        for (int shift = 16; shift >= 0; shift -= 8)
        {
            text[at++] = '.';
            at += WriteOctet((byte)(bits >> shift), text[at..]);
        }

        return at;
    }

    private static int WriteOctet(byte octet, Span<char> text)
    {
        if (octet >= 100)
        {
            text[2] = (char)('0' + (octet % 10));
            text[1] = (char)('0' + (octet / 10 % 10));
            text[0] = (char)('0' + (octet / 100));
            return 3;
        }

        if (octet >= 10)
        {
            text[1] = (char)('0' + (octet % 10));
            text[0] = (char)('0' + (octet / 10));
            return 2;
        }

        text[0] = (char)('0' + octet);
        return 1;
    }

    private static int WriteIPv6(UInt128 bits, Span<char> text)
    {
        if (bits >> 32 == 0xffff)
        {
            "::ffff:".CopyTo(text);
            return 7 + WriteIPv4((uint)bits, text[7..]);
        }

        (int zeroStart, int zeroLength) = LongestZeroRun(bits);
        int at = 0;
        for (int group = 0; group < 8; group++)
        {
            if (group == zeroStart)
            {
                text[at++] = ':';
                text[at++] = ':';
                group += zeroLength - 1;
                continue;
            }

            if (at != 0 && text[at - 1] != ':')
            {
                text[at++] = ':';
            }

            int value = (ushort)(bits >> (112 - (16 * group)));
            int shift = value > 0xfff ? 12 : value > 0xff ? 8 : value > 0xf ? 4 : 0;
            for (; shift >= 0; shift -= 4)
            {
                text[at++] = HexDigits[(value >> shift) & 15];
            }
        }

        return at;
    }

    // RFC 5952 section 4.2: the longest run of zero groups, the first of equals, never a single group.
    private static (int Start, int Length) LongestZeroRun(UInt128 bits)
    {
        int bestStart = -1;
        int bestLength = 1;
        int length = 0;
        for (int group = 0; group < 8; group++)
        {
            length = (ushort)(bits >> (112 - (16 * group))) == 0 ? length + 1 : 0;
            if (length > bestLength)
            {
                bestLength = length;
                bestStart = group - length + 1;
            }
        }

        return (bestStart, bestLength);
    }
}
