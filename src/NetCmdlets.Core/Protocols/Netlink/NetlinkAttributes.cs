using System.Runtime.InteropServices;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Protocols.Netlink;

/// <summary>
/// Goes through the attributes at the end of a message (RFC 3549, section 2.3.3). The length counts the 4 octets of
/// the attribute's own header; the next attribute begins on the next multiple of 4.
/// <code>
/// +-------------------------------+-------------------------------+
/// |            Length             |             Type              |
/// +-------------------------------+-------------------------------+
/// |                           Value ...                           |
/// +---------------------------------------------------------------+
/// </code>
/// </summary>
/// <param name="data">The attributes.</param>
internal ref struct NetlinkAttributes(ReadOnlySpan<byte> data)
{
    /// <summary>The octets of an attribute's header.</summary>
    public const int HeaderSize = 4;

    // The upper two bits say that the value is attributes again, or in network order.
    private const int TypeMask = 0x3fff;

    private ReadOnlySpan<byte> rest = data;

    /// <summary>The number of the attribute that was read.</summary>
    public int Type { get; private set; }

    /// <summary>Its value.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The next multiple of 4.</summary>
    public static int Align(int length) => (length + 3) & ~3;

    /// <summary>Reads the next attribute.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="NetException">The attribute is cut short or lies about its length (ProtocolError).</exception>
    public bool Next()
    {
        if (rest.IsEmpty)
            return false;
        if (rest.Length < HeaderSize)
            throw NetlinkReader.Malformed($"{rest.Length} octets are left where an attribute should be");
        int length = MemoryMarshal.Read<ushort>(rest);
        if (length < HeaderSize || length > rest.Length)
            throw NetlinkReader.Malformed($"an attribute claims {length} octets of {rest.Length}");
        Type = MemoryMarshal.Read<ushort>(rest[2..]) & TypeMask;
        Value = rest[HeaderSize..length];
        rest = rest[Math.Min(Align(length), rest.Length)..];
        return true;
    }

    /// <summary>The value as a number of 32 bits.</summary>
    /// <exception cref="NetException">It is shorter (ProtocolError).</exception>
    public readonly uint Number() => Value.Length >= sizeof(uint)
        ? MemoryMarshal.Read<uint>(Value)
        : throw NetlinkReader.Malformed($"attribute {Type} should be a number and has {Value.Length} octets");

    /// <summary>The value as an address.</summary>
    /// <exception cref="NetException">It has neither 4 nor 16 octets (ProtocolError).</exception>
    public readonly AddressValue Address() => Address(Value);

    /// <summary>The value as text, without the zero at its end.</summary>
    public readonly string Text() => System.Text.Encoding.UTF8.GetString(Value.TrimEnd((byte)0));

    /// <summary>Octets as an address.</summary>
    /// <exception cref="NetException">There are neither 4 nor 16 (ProtocolError).</exception>
    public static AddressValue Address(ReadOnlySpan<byte> octets) => octets.Length is 4 or 16
        ? AddressValue.FromBytes(octets)
        : throw NetlinkReader.Malformed($"an address has {octets.Length} octets");
}
