namespace NetCmdlets.Pipeline;

/// <summary>How far an operation is, for a progress bar.</summary>
/// <param name="Activity">What is being done.</param>
/// <param name="Status">How far, in words ('1,024 of 65,535 ports').</param>
/// <param name="PercentComplete">0 to 100, or -1 where the end is not known.</param>
/// <param name="Completed">Whether the bar can go.</param>
public sealed record OperationProgress(string Activity, string Status, int PercentComplete = -1, bool Completed = false);
