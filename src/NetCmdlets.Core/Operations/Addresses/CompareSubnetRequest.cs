using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Which networks or ranges to compare.</summary>
public sealed record CompareSubnetRequest
{
    /// <summary>The network or range that is compared with.</summary>
    [RequestOption(Position = 0, Mandatory = true)]
    public string ReferenceNetwork { get; init; } = "";

    /// <summary>The networks or ranges that are compared.</summary>
    [RequestOption(Position = 1, Pipeline = true, Mandatory = true, Aliases = "Cidr Network")]
    public IReadOnlyList<string> DifferenceNetwork { get; init; } = [];
}
