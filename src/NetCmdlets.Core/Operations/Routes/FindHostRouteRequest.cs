using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Routes;

/// <summary>Which destinations to find the routes of.</summary>
public sealed record FindHostRouteRequest
{
    /// <summary>Addresses and names.</summary>
    [RequestOption(
        Position = 0, Pipeline = true, Mandatory = true, Aliases = "Address IPAddress ComputerName HostName")]
    public IReadOnlyList<string> Destination { get; init; } = [];

    /// <summary>The source address that the sender has bound; null for none.</summary>
    public string? Source { get; init; }

    /// <summary>The name, number or address of the interface that the sender has bound; null for none.</summary>
    public string? Interface { get; init; }

    /// <summary>
    /// Routes to decide by in the place of this host's, as 'ip route' writes them, a line each; empty to ask the host.
    /// </summary>
    public IReadOnlyList<string> Table { get; init; } = [];

    /// <summary>The families wanted of a name's addresses.</summary>
    public AddressFamilyChoice Family { get; init; }

    /// <summary>How long one look-up of a name may take.</summary>
    [RequestOption(Name = "TimeoutSeconds", Minimum = 0.001, Maximum = 2_147_483)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
