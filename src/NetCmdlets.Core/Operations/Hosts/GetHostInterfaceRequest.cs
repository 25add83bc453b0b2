using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Hosts;

/// <summary>Which interfaces of this host to tell.</summary>
public sealed record GetHostInterfaceRequest
{
    /// <summary>Names, with wildcards; empty for all.</summary>
    [RequestOption(Position = 0)]
    public IReadOnlyList<string> Name { get; init; } = [];

    /// <summary>Numbers; empty for all.</summary>
    [RequestOption(Minimum = 1)]
    public IReadOnlyList<int> Index { get; init; } = [];

    /// <summary>Addresses: the interface that has it, or else the one whose network holds it; empty for all.</summary>
    [RequestOption(Aliases = "IPAddress")]
    public IReadOnlyList<string> Address { get; init; } = [];

    /// <summary>Whether to leave out those that are down.</summary>
    public bool Up { get; init; }

    /// <summary>The family to tell the addresses of; interfaces without one are left out.</summary>
    public AddressFamilyChoice Family { get; init; }
}
