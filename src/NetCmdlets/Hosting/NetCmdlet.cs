using System.Management.Automation;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Hosting;

/// <summary>The base of every cmdlet: failures become error records with stable ids, and items go to their streams.</summary>
public abstract class NetCmdlet : PSCmdlet, IPipelineSink
{
    /// <inheritdoc/>
    public virtual void WriteResult(object result) => WriteObject(result);

    /// <inheritdoc/>
    public void WriteFailure(NetFailure failure) => WriteError(FailureMapper.ToErrorRecord(failure));

    /// <inheritdoc/>
    public void WriteVerboseText(string text) => WriteVerbose(text);

    /// <inheritdoc/>
    public void WriteWarningText(string text) => WriteWarning(text);

    /// <inheritdoc/>
    public void WriteProgressStatus(OperationProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        int id = progress.Activity.GetHashCode(StringComparison.Ordinal) & int.MaxValue;
        WriteProgress(new ProgressRecord(id, progress.Activity, progress.Status)
        {
            PercentComplete = progress.PercentComplete,
            RecordType = progress.Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }

    /// <summary>Ends the cmdlet with a failure of its configuration.</summary>
    protected void ThrowFailure(NetFailure failure) => ThrowTerminatingError(FailureMapper.ToErrorRecord(failure));
}
