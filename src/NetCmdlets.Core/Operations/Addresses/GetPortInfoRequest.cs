using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Which ports or services to look up; neither means the whole table.</summary>
public sealed record GetPortInfoRequest
{
    /// <summary>Ports, ranges such as 20-25, and names of services.</summary>
    [RequestOption(Position = 0, Pipeline = true)]
    public IReadOnlyList<string> Port { get; init; } = [];

    /// <summary>Names of services; '*' and '?' stand for any letters and any letter.</summary>
    [RequestOption(Aliases = "Name")]
    public IReadOnlyList<string> ServiceName { get; init; } = [];

    /// <summary>The protocol wanted, or null for all.</summary>
    public TransportProtocol? Protocol { get; init; }
}
