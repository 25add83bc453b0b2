namespace NetCmdlets.Pipeline;

/// <summary>An operation that has more to tell when its last request is done: one that joins, sorts or counts.</summary>
public interface ICompletingOperation
{
    /// <summary>What is to be said after the last request; called once, when all requests have run.</summary>
    IEnumerable<PipelineItem> Complete();
}
