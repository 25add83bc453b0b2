using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Statistics;

/// <summary>Which link to measure.</summary>
public sealed record MeasureStatisticalMultiplexingRequest
{
    /// <summary>How many users share the link.</summary>
    [RequestOption(Position = 0, Pipeline = true, Mandatory = true, Minimum = 0, Maximum = 1_000_000_000_000)]
    public IReadOnlyList<long> Users { get; init; } = [];

    /// <summary>The part of the time that a user is active, 0 to 1.</summary>
    [RequestOption(Position = 1, Mandatory = true, Minimum = 0, Maximum = 1)]
    public double Activity { get; init; }

    /// <summary>How many users may be active at once, or null where the rates tell it.</summary>
    [RequestOption(Minimum = 0, Maximum = 1_000_000_000_000)]
    public long? Circuits { get; init; }

    /// <summary>The rate of the link, in any unit that the user's rate has, too.</summary>
    [RequestOption(Minimum = double.Epsilon)]
    public double? LinkRate { get; init; }

    /// <summary>The rate of an active user, in the unit of the link's rate.</summary>
    [RequestOption(Minimum = double.Epsilon)]
    public double? UserRate { get; init; }

    /// <summary>How probable an overload may be, 0 to 1, or null.</summary>
    [RequestOption(Minimum = 0, Maximum = 1)]
    public double? OverloadRisk { get; init; }
}
