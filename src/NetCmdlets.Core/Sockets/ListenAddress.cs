using System.Net;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Sockets;

/// <summary>The -Address of a server: a word or a literal address of this machine.</summary>
public static class ListenAddress
{
    /// <summary>What a server listens on unless told otherwise: only this machine reaches it.</summary>
    public const string Default = "Loopback";

    /// <summary>
    /// The address behind a text: Loopback (127.0.0.1), IPv6Loopback (::1), Any (0.0.0.0), IPv6Any (::, which takes
    /// IPv4 peers too), 'localhost', or a literal address with or without brackets.
    /// </summary>
    /// <exception cref="NetException">It is none of these (InvalidAddress).</exception>
    public static IPAddress Parse(string? text) => text?.ToUpperInvariant() switch
    {
        null or "" or "LOOPBACK" or "LOCALHOST" => IPAddress.Loopback,
        "IPV6LOOPBACK" => IPAddress.IPv6Loopback,
        "ANY" or "*" => IPAddress.Any,
        "IPV6ANY" => IPAddress.IPv6Any,
        _ when HostResolver.TryParseLiteral(text, out IPAddress address) => address,
        _ => throw new NetException(
            FailureKind.InvalidAddress,
            $"'{text}' is not an address to listen on. Give Loopback, IPv6Loopback, Any, IPv6Any, or an address of "
            + "this machine (Get-HostInterface lists them).",
            text),
    };
}
