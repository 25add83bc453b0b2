using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Which networks to split, and into what: one of the four ways.</summary>
public sealed record SplitSubnetRequest
{
    /// <summary>Networks in any notation that Get-SubnetInfo takes.</summary>
    [RequestOption(Position = 0, Pipeline = true, Mandatory = true, Aliases = "Cidr Address")]
    public IReadOnlyList<string> Network { get; init; } = [];

    /// <summary>The prefix length of the subnets, or null.</summary>
    [RequestOption(Minimum = 0, Maximum = 128)]
    public int? PrefixLength { get; init; }

    /// <summary>At least how many subnets of one size, or null. They are a power of two.</summary>
    [RequestOption(Minimum = 1)]
    public int? Count { get; init; }

    /// <summary>For how many hosts each subnet is (VLSM); empty for the other ways.</summary>
    [RequestOption(Minimum = 1)]
    public IReadOnlyList<int> HostCount { get; init; } = [];

    /// <summary>Networks and ranges to leave out; empty for the other ways.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];
}
