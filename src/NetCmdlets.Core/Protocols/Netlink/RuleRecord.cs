using NetCmdlets.Diagnostics;

namespace NetCmdlets.Protocols.Netlink;

/// <summary>
/// A rule of policy routing as the kernel tells it (struct fib_rule_hdr): which packets look in which table, or are
/// refused.
/// <code>
/// +---------------+---------------+---------------+---------------+
/// |    Family     |  Destination  |    Source     |      TOS      |
/// |   2 or 10     | prefix length | prefix length |               |
/// +---------------+---------------+---------------+---------------+
/// |     Table     |            Reserved           |    Action     |
/// +---------------+---------------+---------------+---------------+
/// |                             Flags                             |
/// +---------------------------------------------------------------+
/// </code>
/// </summary>
/// <param name="Action">What it does with a packet, by the numbers of routes; Unicast looks in its table.</param>
internal sealed record RuleRecord(RouteType Action)
{
    /// <summary>The octets before the attributes.</summary>
    public const int HeaderSize = 12;

    /// <summary>Reads a message of the type NewRule.</summary>
    /// <exception cref="NetException">The message is malformed (ProtocolError).</exception>
    public static RuleRecord Read(ReadOnlySpan<byte> body) => body.Length < HeaderSize
        ? throw NetlinkReader.Malformed($"a rule has at least {HeaderSize} octets, this has {body.Length}")
        // FR_ACT_TO_TBL, _BLACKHOLE, _UNREACHABLE and _PROHIBIT are the numbers of RTN_UNICAST and so on.
        : new RuleRecord((RouteType)body[7]);
}
