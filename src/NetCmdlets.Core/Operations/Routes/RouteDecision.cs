using System.Net;

namespace NetCmdlets;

/// <summary>Where a packet to one address goes.</summary>
public sealed record RouteDecision
{
    /// <summary>The name or address that was asked for.</summary>
    public required string Destination { get; init; }

    /// <summary>The address that was looked for.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Which way the packet goes.</summary>
    public RouteKind Kind { get; init; }

    /// <summary>The router that it is handed to; null where there is none between.</summary>
    public IPAddress? NextHop { get; init; }

    /// <summary>The interface that it leaves by; null where it does not leave, or where the table names none.</summary>
    public string? InterfaceName { get; init; }

    /// <summary>The interface's number; null where it is not known.</summary>
    public int? InterfaceIndex { get; init; }

    /// <summary>The source address that the system chooses; null where it does not tell one.</summary>
    public IPAddress? SourceAddress { get; init; }

    /// <summary>The route that matched, as a network; null where it is not known.</summary>
    public string? Prefix { get; init; }

    /// <summary>The metric of that route; null where it is not known.</summary>
    public long? Metric { get; init; }

    /// <summary>The largest packet that the route takes, in octets; null where it is not known.</summary>
    public int? Mtu { get; init; }

    /// <summary>What the route does with a packet; null where no route matched.</summary>
    public RouteType? Type { get; init; }

    /// <summary>The table that the route is in: 'main', 'local', or its number; null where it is not known.</summary>
    public string? Table { get; init; }

    /// <summary>
    /// Why the packet goes nowhere, or what is to be known besides; null where there is nothing to say.
    /// </summary>
    public string? Reason { get; init; }
}
