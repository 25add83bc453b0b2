using System.Net;
using System.Net.Sockets;

namespace NetCmdlets;

/// <summary>One address of a host.</summary>
/// <param name="ComputerName">The name or address that was asked for.</param>
/// <param name="HostName">The host's name; null where an address has none or was not asked for it.</param>
/// <param name="Address">The address.</param>
/// <param name="AddressFamily">InterNetwork (IPv4) or InterNetworkV6.</param>
/// <param name="Source">Who said so: 'Literal', 'System', or the name server's end point.</param>
/// <param name="Elapsed">How long the look-up took.</param>
public sealed record HostAddress(
    string ComputerName,
    string? HostName,
    IPAddress Address,
    AddressFamily AddressFamily,
    string Source,
    TimeSpan Elapsed);
