using NetCmdlets.Diagnostics;

namespace NetCmdlets.Pipeline;

/// <summary>
/// Where the pump puts what an operation emits: a cmdlet, the command line, or a test's list. Every call comes on the
/// thread that drains the pump. A call that throws ends the operation.
/// </summary>
public interface IPipelineSink
{
    /// <summary>Whether verbose lines are wanted: the many that come about below an operation are not made otherwise.</summary>
    bool WantsVerbose => false;

    /// <summary>Takes an object of the output type.</summary>
    void WriteResult(object result);

    /// <summary>Takes a failure of one target.</summary>
    void WriteFailure(NetFailure failure);

    /// <summary>Takes a line for the verbose stream.</summary>
    void WriteVerboseText(string text);

    /// <summary>Takes a line for the warning stream.</summary>
    void WriteWarningText(string text);

    /// <summary>Takes how far the operation is.</summary>
    void WriteProgressStatus(OperationProgress progress);
}
