using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Which networks to describe.</summary>
public sealed record GetSubnetInfoRequest
{
    /// <summary>Networks: 'address/length', 'address/mask', 'address mask', or an address alone.</summary>
    [RequestOption(Position = 0, Pipeline = true, Mandatory = true, Aliases = "Cidr Address")]
    public IReadOnlyList<string> Network { get; init; } = [];

    /// <summary>The mask of networks that are given as addresses alone: dotted, wildcard or a prefix length.</summary>
    [RequestOption(Position = 1)]
    public string? Mask { get; init; }
}
