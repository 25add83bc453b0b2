using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Tcp;

namespace NetCmdlets.Operations.Tcp;

/// <summary>Where a number-guess server listens, its limits, and its game.</summary>
public sealed record StartGuessServerRequest : TcpServerRequest
{
    /// <summary>The least number.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>The greatest number.</summary>
    public int Maximum { get; init; } = 100;

    /// <summary>Where the numbers come from: the same seed repeats the games; null for chance.</summary>
    public int? Seed { get; init; }

    /// <summary>How many guesses a client has; 0 for any number.</summary>
    [RequestOption(Minimum = 0)]
    public int MaxAttempts { get; init; }
}
