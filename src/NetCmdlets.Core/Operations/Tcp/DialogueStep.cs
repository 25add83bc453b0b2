namespace NetCmdlets;

/// <summary>One step of a dialogue with a TCP server, as it went.</summary>
public sealed record DialogueStep
{
    /// <summary>The host, as it was given.</summary>
    public required string ComputerName { get; init; }

    /// <summary>Which step of the script, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>What was sent; null where the step only waits.</summary>
    public string? Sent { get; init; }

    /// <summary>What was expected: the wildcard or the regular expression; null where the step only sends.</summary>
    public string? Expected { get; init; }

    /// <summary>What came, without its framing; null where nothing came or it is no text.</summary>
    public string? Received { get; init; }

    /// <summary>Whether it went as expected; null where the step was not run.</summary>
    public bool? Passed { get; init; }

    /// <summary>Why it did not; null where it did.</summary>
    public string? Reason { get; init; }

    /// <summary>From sending to the verdict.</summary>
    public TimeSpan Elapsed { get; init; }
}
