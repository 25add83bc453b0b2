namespace NetCmdlets;

/// <summary>What a route does with a packet (RTN_* of rtnetlink(7)).</summary>
public enum RouteType
{
    /// <summary>Sends it on: to a gateway, or to the destination itself.</summary>
    Unicast = 1,

    /// <summary>Keeps it: the address is this host's.</summary>
    Local = 2,

    /// <summary>Sends it to all on the link.</summary>
    Broadcast = 3,

    /// <summary>Sends it to any one of several.</summary>
    Anycast = 4,

    /// <summary>Sends it to the members of a group.</summary>
    Multicast = 5,

    /// <summary>Drops it without a word.</summary>
    Blackhole = 6,

    /// <summary>Drops it and says that the host cannot be reached.</summary>
    Unreachable = 7,

    /// <summary>Drops it and says that this is forbidden.</summary>
    Prohibit = 8,

    /// <summary>Goes on in the next table, as if this one had no route.</summary>
    Throw = 9,
}
