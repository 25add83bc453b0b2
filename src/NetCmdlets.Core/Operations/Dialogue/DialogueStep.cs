namespace NetCmdlets;

/// <summary>What one step of a dialogue did.</summary>
/// <param name="ComputerName">The host, as it was given.</param>
/// <param name="Step">The step's number, from 1.</param>
/// <param name="Sent">What was sent; null where nothing was.</param>
/// <param name="Expected">What was expected; null where nothing was.</param>
/// <param name="Received">What came in this step; null where nothing was waited for.</param>
/// <param name="Passed">Whether what was expected came, or, where nothing was, whether the step was done.</param>
/// <param name="Reason">Why it did not pass; null where it did.</param>
/// <param name="Elapsed">How long the step took.</param>
public sealed record DialogueStep(
    string ComputerName,
    int Step,
    string? Sent,
    string? Expected,
    string? Received,
    bool Passed,
    string? Reason,
    TimeSpan Elapsed);
