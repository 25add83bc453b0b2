using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Which addresses to look for in which networks.</summary>
public sealed record TestSubnetMemberRequest
{
    /// <summary>Addresses.</summary>
    [RequestOption(Position = 0, Pipeline = true, Mandatory = true, Aliases = "IPAddress")]
    public IReadOnlyList<string> Address { get; init; } = [];

    /// <summary>Networks and ranges; the same for all requests of one use.</summary>
    [RequestOption(Position = 1, Mandatory = true, Aliases = "Cidr")]
    public IReadOnlyList<string> Network { get; init; } = [];

    /// <summary>Whether to tell which network it is, in place of true and false.</summary>
    public bool PassThru { get; init; }
}
