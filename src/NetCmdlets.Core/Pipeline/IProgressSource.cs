namespace NetCmdlets.Pipeline;

/// <summary>
/// An operation that can say at any time how far it is. The pump asks it now and then once it has run for a second, so
/// that a bar shows also while everything waits for an answer.
/// </summary>
public interface IProgressSource
{
    /// <summary>How far it is; null where there is nothing to say yet. Asked from any thread.</summary>
    OperationProgress? Progress { get; }
}
