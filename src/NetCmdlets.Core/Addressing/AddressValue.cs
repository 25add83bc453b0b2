using System.Net;
using System.Net.Sockets;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Addressing;

/// <summary>
/// An IPv4 or IPv6 address as an integer and its family. Parsing, comparing, arithmetic and formatting into a span
/// allocate nothing. IPv4 sorts before IPv6, then by value. It carries no scope id: that belongs to the text it came
/// from (RFC 4007), not to the address.
/// </summary>
public readonly struct AddressValue : IEquatable<AddressValue>, IComparable<AddressValue>, ISpanFormattable
{
    /// <summary>The longest text that <see cref="TryFormat(Span{char}, out int)"/> writes, in characters.</summary>
    public const int MaxTextLength = 45;

    private readonly UInt128 bits;
    private readonly bool isIPv6;

    internal AddressValue(UInt128 bits, bool isIPv6)
    {
        this.bits = bits;
        this.isIPv6 = isIPv6;
    }

    /// <summary>The address as an unsigned integer in network order: 32 bits for IPv4, 128 for IPv6.</summary>
    public UInt128 Bits => bits;

    /// <summary>Whether this is an IPv6 address.</summary>
    public bool IsIPv6 => isIPv6;

    /// <summary>The number of bits of the family: 32 or 128.</summary>
    public int Width => isIPv6 ? 128 : 32;

    /// <summary>The family as the socket API names it.</summary>
    public AddressFamily AddressFamily => isIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;

    /// <summary>Makes an IPv4 address from its 32 bits, most significant octet first.</summary>
    public static AddressValue FromIPv4(uint bits) => new(bits, isIPv6: false);

    /// <summary>Makes an IPv6 address from its 128 bits, most significant first.</summary>
    public static AddressValue FromIPv6(UInt128 bits) => new(bits, isIPv6: true);

    /// <summary>Makes an address from 4 or 16 octets in network order.</summary>
    /// <exception cref="ArgumentException">There are neither 4 nor 16 octets.</exception>
    public static AddressValue FromBytes(ReadOnlySpan<byte> octets)
    {
        if (octets.Length is not (4 or 16))
        {
            throw new ArgumentException($"An address has 4 or 16 octets, not {octets.Length}.", nameof(octets));
        }

        UInt128 bits = 0;
        foreach (byte octet in octets)
        {
            bits = (bits << 8) | octet;
        }

        return new AddressValue(bits, octets.Length == 16);
    }

    /// <summary>Takes the value of a .NET address; its scope id is not kept.</summary>
    public static AddressValue FromIPAddress(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> octets = stackalloc byte[16];
        address.TryWriteBytes(octets, out int written);
        return FromBytes(octets[..written]);
    }

    /// <summary>Parses the text of one address, without a scope id.</summary>
    /// <param name="text">Dotted IPv4, or IPv6 in any form of RFC 4291 section 2.2.</param>
    /// <param name="value">The address, or the default where the text is not one.</param>
    /// <returns>Whether the text is an address.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out AddressValue value) =>
        AddressParser.Parse(text, out value) == AddressFault.None;

    /// <summary>Parses the text of one address, without a scope id.</summary>
    /// <exception cref="NetException">The text is not an address; the message says what is wrong.</exception>
    public static AddressValue Parse(ReadOnlySpan<char> text)
    {
        AddressFault fault = AddressParser.Parse(text, out AddressValue value);
        return fault == AddressFault.None ? value : throw AddressFailure.ForAddress(text, fault).ToException();
    }

    /// <summary>Makes the .NET address, with a numeric scope id where one is given.</summary>
    /// <param name="scopeId">The interface index of a link-local IPv6 address, or 0.</param>
    public IPAddress ToIPAddress(long scopeId = 0)
    {
        Span<byte> octets = stackalloc byte[16];
        WriteBytes(octets);
        return isIPv6 ? new IPAddress(octets, scopeId) : new IPAddress(octets[..4]);
    }

    /// <summary>Writes the octets in network order.</summary>
    /// <param name="destination">At least 4 or 16 bytes.</param>
    /// <returns>The number of octets written: 4 or 16.</returns>
    public int WriteBytes(Span<byte> destination)
    {
        int count = Width / 8;
        UInt128 rest = bits;
        for (int i = count - 1; i >= 0; i--)
        {
            destination[i] = (byte)rest;
            rest >>= 8;
        }

        return count;
    }

    /// <summary>Writes the canonical text (RFC 5952) into a span.</summary>
    /// <param name="destination">Where to write; <see cref="MaxTextLength"/> characters always suffice.</param>
    /// <param name="charsWritten">The number of characters written.</param>
    /// <returns>Whether the text fitted.</returns>
    public bool TryFormat(Span<char> destination, out int charsWritten) =>
        AddressFormatter.TryFormat(this, destination, out charsWritten);

    /// <inheritdoc/>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        AddressFormatter.TryFormat(this, destination, out charsWritten);

    /// <summary>The canonical text: dotted IPv4, or IPv6 by RFC 5952 (IPv4-mapped in mixed notation).</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[MaxTextLength];
        AddressFormatter.TryFormat(this, text, out int length);
        return new string(text[..length]);
    }

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool Equals(AddressValue other) => bits == other.bits && isIPv6 == other.isIPv6;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AddressValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine((ulong)(bits >> 64), (ulong)bits, isIPv6);

    /// <inheritdoc/>
    public int CompareTo(AddressValue other) =>
        isIPv6 != other.isIPv6 ? (isIPv6 ? 1 : -1) : bits.CompareTo(other.bits);

    /// <summary>Whether both are the same address of the same family.</summary>
    public static bool operator ==(AddressValue left, AddressValue right) => left.Equals(right);

    /// <summary>Whether the addresses differ.</summary>
    public static bool operator !=(AddressValue left, AddressValue right) => !left.Equals(right);

    /// <summary>Whether left sorts before right.</summary>
    public static bool operator <(AddressValue left, AddressValue right) => left.CompareTo(right) < 0;

    /// <summary>Whether left sorts before right or equals it.</summary>
    public static bool operator <=(AddressValue left, AddressValue right) => left.CompareTo(right) <= 0;

    /// <summary>Whether left sorts after right.</summary>
    public static bool operator >(AddressValue left, AddressValue right) => left.CompareTo(right) > 0;

    /// <summary>Whether left sorts after right or equals it.</summary>
    public static bool operator >=(AddressValue left, AddressValue right) => left.CompareTo(right) >= 0;
}
