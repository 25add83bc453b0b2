using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Which networks and ranges to join.</summary>
public sealed record JoinSubnetRequest
{
    /// <summary>Networks, addresses, and ranges such as 10.0.0.1-10.0.0.9.</summary>
    [RequestOption(Position = 0, Pipeline = true, Mandatory = true, Aliases = "Cidr Address")]
    public IReadOnlyList<string> Network { get; init; } = [];

    /// <summary>Whether to give the one smallest network that holds all, in place of exactly all.</summary>
    public bool Supernet { get; init; }
}
