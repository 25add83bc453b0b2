using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Which addresses to describe.</summary>
public sealed record GetIPAddressInfoRequest
{
    /// <summary>Addresses.</summary>
    [RequestOption(Position = 0, Pipeline = true, Mandatory = true, Aliases = "IPAddress")]
    public IReadOnlyList<string> Address { get; init; } = [];
}
