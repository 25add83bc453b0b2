namespace NetCmdlets.Protocols.Netlink;

/// <summary>
/// The header of a netlink message (RFC 3549, section 2.3.2). All numbers are in the host's own byte order, and every
/// message begins on a multiple of 4 octets.
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +---------------------------------------------------------------+
/// |               Length, with these 16 octets                    |
/// +-------------------------------+-------------------------------+
/// |             Type              |             Flags             |
/// +-------------------------------+-------------------------------+
/// |                       Sequence number                         |
/// +---------------------------------------------------------------+
/// |                     Port of the sender                        |
/// +---------------------------------------------------------------+
/// </code>
/// </summary>
/// <param name="Type">What the message is.</param>
/// <param name="Flags">How it is meant.</param>
/// <param name="Sequence">The number of the request that it belongs to.</param>
internal readonly record struct NetlinkHeader(NetlinkType Type, NetlinkFlags Flags, uint Sequence)
{
    /// <summary>The octets of the header.</summary>
    public const int Size = 16;
}

/// <summary>The types of messages that are asked and answered here.</summary>
internal enum NetlinkType : ushort
{
    /// <summary>NLMSG_ERROR: an error number, or 0 for an acknowledgement.</summary>
    Error = 2,

    /// <summary>NLMSG_DONE: the end of an answer of many messages.</summary>
    Done = 3,

    /// <summary>RTM_NEWLINK: an interface.</summary>
    NewLink = 16,

    /// <summary>RTM_GETLINK: asks for interfaces.</summary>
    GetLink = 18,

    /// <summary>RTM_NEWADDR: an address of an interface.</summary>
    NewAddress = 20,

    /// <summary>RTM_GETADDR: asks for addresses.</summary>
    GetAddress = 22,

    /// <summary>RTM_NEWROUTE: a route.</summary>
    NewRoute = 24,

    /// <summary>RTM_GETROUTE: asks which route a destination takes, or for all of them.</summary>
    GetRoute = 26,

    /// <summary>RTM_NEWRULE: a rule of which table to look in.</summary>
    NewRule = 32,

    /// <summary>RTM_GETRULE: asks for rules.</summary>
    GetRule = 34,
}

/// <summary>Flags of a message.</summary>
[Flags]
internal enum NetlinkFlags : ushort
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>NLM_F_REQUEST.</summary>
    Request = 1,

    /// <summary>NLM_F_MULTI: one of many, ended by <see cref="NetlinkType.Done"/>.</summary>
    Multi = 2,

    /// <summary>NLM_F_DUMP_INTR: what was listed changed meanwhile.</summary>
    Interrupted = 0x10,

    /// <summary>NLM_F_DUMP: all of them.</summary>
    Dump = 0x300,
}
