using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>What to make addresses of.</summary>
public sealed record ConvertToIPAddressRequest
{
    /// <summary>Addresses, decimal integers, hexadecimal, binary, and names of PTR records.</summary>
    [RequestOption(Position = 0, Pipeline = true, Mandatory = true)]
    public IReadOnlyList<string> InputObject { get; init; } = [];

    /// <summary>Whether numbers that would fit IPv4 mean IPv6 addresses.</summary>
    public bool IPv6 { get; init; }
}
