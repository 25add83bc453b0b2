namespace NetCmdlets;

/// <summary>Which way a packet goes.</summary>
public enum RouteKind
{
    /// <summary>It stays in this host: the address is the host's own.</summary>
    Loopback,

    /// <summary>The destination is on a link of this host: the packet goes straight to it.</summary>
    OnLink,

    /// <summary>It goes to a router on a link of this host.</summary>
    Gateway,

    /// <summary>It goes nowhere: no route matches, or one that matches refuses it.</summary>
    Unreachable,
}
