using System.Net;
using NetCmdlets.Diagnostics;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers;

/// <summary>The meaning of a server's -Address.</summary>
public static class ListenAddress
{
    /// <summary>The words that stand for an address, for completers.</summary>
    public static IReadOnlyList<string> Words { get; } = ["Loopback", "IPv6Loopback", "Any", "IPv6Any"];

    /// <summary>
    /// The address to bind: nothing, 'Loopback' and 'localhost' are 127.0.0.1, 'IPv6Loopback' is ::1, 'Any' is 0.0.0.0,
    /// 'IPv6Any' is :: (which takes IPv4 too), and everything else is a literal address.
    /// </summary>
    /// <exception cref="NetException">The text is none of these (InvalidAddress).</exception>
    public static IPAddress Parse(string? text) => text?.ToUpperInvariant() switch
    {
        null or "" or "LOOPBACK" or "LOCALHOST" => IPAddress.Loopback,
        "IPV6LOOPBACK" => IPAddress.IPv6Loopback,
        "ANY" or "*" => IPAddress.Any,
        "IPV6ANY" => IPAddress.IPv6Any,
        _ => HostResolver.TryParseLiteral(text!, out IPAddress address)
            ? address
            : throw new NetException(
                FailureKind.InvalidAddress,
                $"'{text}' is not an address to listen on. Give {string.Join(", ", Words)} or a literal address.",
                text),
    };
}
