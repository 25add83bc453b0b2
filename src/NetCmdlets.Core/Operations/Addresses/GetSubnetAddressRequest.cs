using System.Numerics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Which addresses of which networks to list.</summary>
public sealed record GetSubnetAddressRequest
{
    /// <summary>Networks, and ranges such as 10.0.0.1-10.0.0.9.</summary>
    [RequestOption(Position = 0, Pipeline = true, Mandatory = true, Aliases = "Cidr Address")]
    public IReadOnlyList<string> Network { get; init; } = [];

    /// <summary>Whether network and broadcast addresses are listed, too.</summary>
    public bool All { get; init; }

    /// <summary>How many addresses to list from the start, or null for all.</summary>
    [RequestOption(Minimum = 1)]
    public long? First { get; init; }

    /// <summary>How many addresses to list up to the end, or null for all.</summary>
    [RequestOption(Minimum = 1)]
    public long? Last { get; init; }

    /// <summary>How many addresses to leave out at the start.</summary>
    public BigInteger Skip { get; init; }

    /// <summary>The distance between the addresses listed, from 1.</summary>
    public BigInteger Step { get; init; } = 1;

    /// <summary>The places of the addresses to list: from 0, or from -1 backwards from the end.</summary>
    public IReadOnlyList<BigInteger> Index { get; init; } = [];

    /// <summary>How many different addresses to draw by lot, or null.</summary>
    [RequestOption(Minimum = 1)]
    public int? Random { get; init; }

    /// <summary>What makes the lot come out the same again, or null.</summary>
    public int? Seed { get; init; }
}
