using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;

namespace NetCmdlets.Hosting;

/// <summary>The meaning of -IPv4 and -IPv6 together.</summary>
public static class FamilyParameters
{
    /// <summary>The choice behind the two switches.</summary>
    /// <exception cref="NetException">Both are set (InvalidRequest).</exception>
    public static AddressFamilyChoice Choose(bool ipv4, bool ipv6) => (ipv4, ipv6) switch
    {
        (true, true) => throw new NetException(
            FailureKind.InvalidRequest, "-IPv4 and -IPv6 exclude each other. Leave both out for either family."),
        (true, false) => AddressFamilyChoice.IPv4,
        (false, true) => AddressFamilyChoice.IPv6,
        _ => AddressFamilyChoice.Any,
    };
}
