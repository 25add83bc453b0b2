using System.Runtime.InteropServices;
using NetCmdlets.Addressing;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Protocols.Netlink;

/// <summary>
/// An address of an interface as the kernel tells it (rtnetlink(7), struct ifaddrmsg).
/// <code>
/// +---------------+---------------+---------------+---------------+
/// |    Family     | Prefix length |     Flags     |     Scope     |
/// +---------------+---------------+---------------+---------------+
/// |                     Index of the interface                    |
/// +---------------------------------------------------------------+
/// </code>
/// </summary>
/// <param name="InterfaceIndex">The interface's number.</param>
/// <param name="Address">The address with its prefix length.</param>
internal sealed record LinkAddressRecord(int InterfaceIndex, PrefixedAddress Address)
{
    /// <summary>The octets before the attributes.</summary>
    public const int HeaderSize = 8;

    private const int AddressAttribute = 1;
    private const int LocalAttribute = 2;

    /// <summary>Reads a message of the type NewAddress.</summary>
    /// <returns>The address; null where the message has none of IPv4 or IPv6.</returns>
    /// <exception cref="NetException">The message is malformed (ProtocolError).</exception>
    public static LinkAddressRecord? Read(ReadOnlySpan<byte> body)
    {
        if (body.Length < HeaderSize)
            throw NetlinkReader.Malformed($"an address has at least {HeaderSize} octets, this has {body.Length}");
        if (body[0] != RouteRecord.FamilyOf(isIPv6: false) && body[0] != RouteRecord.FamilyOf(isIPv6: true))
            return null;
        AddressValue? address = null;
        AddressValue? local = null;
        var attributes = new NetlinkAttributes(body[HeaderSize..]);
        while (attributes.Next())
        {
            // On a point-to-point link the one is the other end's, and the other this end's.
            if (attributes.Type == AddressAttribute)
                address = attributes.Address();
            else if (attributes.Type == LocalAttribute)
                local = attributes.Address();
        }

        if ((local ?? address) is not AddressValue own)
            return null;
        return body[1] <= own.Width
            ? new LinkAddressRecord(MemoryMarshal.Read<int>(body[4..]), new PrefixedAddress(own, body[1]))
            : throw NetlinkReader.Malformed($"a prefix length of {body[1]}");
    }
}
