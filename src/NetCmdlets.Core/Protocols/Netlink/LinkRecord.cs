using System.Runtime.InteropServices;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Protocols.Netlink;

/// <summary>
/// An interface as the kernel tells it (rtnetlink(7), struct ifinfomsg).
/// <code>
/// +---------------+---------------+-------------------------------+
/// |    Family     |   Reserved    |     Type of hardware          |
/// +---------------+---------------+-------------------------------+
/// |                             Index                             |
/// +---------------------------------------------------------------+
/// |                             Flags                             |
/// +---------------------------------------------------------------+
/// |                       Mask of changes                         |
/// +---------------------------------------------------------------+
/// </code>
/// </summary>
internal sealed record LinkRecord
{
    /// <summary>The octets before the attributes.</summary>
    public const int HeaderSize = 16;

    private const int AddressAttribute = 1;
    private const int NameAttribute = 3;
    private const int MtuAttribute = 4;
    private const int LinkInfoAttribute = 18;
    private const int AliasAttribute = 20;
    private const int KindAttribute = 1;

    /// <summary>Its number.</summary>
    public required int Index { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The type of its hardware (ARPHRD_*): 1 is Ethernet, 772 loopback.</summary>
    public int HardwareType { get; init; }

    /// <summary>What it can do and how it is (IFF_*).</summary>
    public LinkFlags Flags { get; init; }

    /// <summary>The largest packet, in octets.</summary>
    public int Mtu { get; init; }

    /// <summary>Its hardware address; empty where it has none.</summary>
    public IReadOnlyList<byte> HardwareAddress { get; init; } = [];

    /// <summary>What made it ('veth', 'bridge'); null for a device.</summary>
    public string? Kind { get; init; }

    /// <summary>The description that somebody gave it; null for none.</summary>
    public string? Alias { get; init; }

    /// <summary>Reads a message of the type NewLink.</summary>
    /// <exception cref="NetException">The message is malformed (ProtocolError).</exception>
    public static LinkRecord Read(ReadOnlySpan<byte> body)
    {
        if (body.Length < HeaderSize)
            throw NetlinkReader.Malformed($"an interface has at least {HeaderSize} octets, this has {body.Length}");
        var link = new LinkRecord
        {
            HardwareType = MemoryMarshal.Read<ushort>(body[2..]),
            Index = MemoryMarshal.Read<int>(body[4..]),
            Flags = (LinkFlags)MemoryMarshal.Read<uint>(body[8..]),
        };
        var attributes = new NetlinkAttributes(body[HeaderSize..]);
        while (attributes.Next())
        {
            link = attributes.Type switch
            {
                AddressAttribute => link with { HardwareAddress = attributes.Value.ToArray() },
                NameAttribute => link with { Name = attributes.Text() },
                MtuAttribute => link with { Mtu = (int)attributes.Number() },
                LinkInfoAttribute => link with { Kind = KindOf(attributes.Value) },
                AliasAttribute => link with { Alias = attributes.Text() },
                _ => link,
            };
        }

        return link;
    }

    private static string? KindOf(ReadOnlySpan<byte> info)
    {
        string? kind = null;
        var attributes = new NetlinkAttributes(info);
        while (attributes.Next())
            kind = attributes.Type == KindAttribute ? attributes.Text() : kind;
        return kind;
    }
}

/// <summary>Flags of an interface (netdevice(7)).</summary>
[Flags]
internal enum LinkFlags : uint
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>IFF_UP: it is switched on.</summary>
    Up = 1,

    /// <summary>IFF_BROADCAST.</summary>
    Broadcast = 2,

    /// <summary>IFF_LOOPBACK.</summary>
    Loopback = 8,

    /// <summary>IFF_POINTOPOINT.</summary>
    PointToPoint = 0x10,

    /// <summary>IFF_RUNNING: it can carry packets; the kernel sets it up to a second late.</summary>
    Running = 0x40,

    /// <summary>IFF_MULTICAST.</summary>
    Multicast = 0x1000,

    /// <summary>IFF_LOWER_UP: it has a carrier.</summary>
    LowerUp = 0x10000,

    /// <summary>IFF_DORMANT: it has a carrier and waits for something else, such as 802.1X.</summary>
    Dormant = 0x20000,
}
