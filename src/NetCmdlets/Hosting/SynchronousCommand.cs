using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Hosting;

/// <summary>
/// The base of cmdlets over a <see cref="SynchronousOperation{TRequest}"/>: results are written as they are computed,
/// and not computed once the pipeline has enough.
/// </summary>
/// <typeparam name="TRequest">The operation's request record.</typeparam>
public abstract class SynchronousCommand<TRequest> : NetCmdlet
{
    private SynchronousOperation<TRequest>? operation;

    /// <summary>Makes the operation: called once a use, before the first request.</summary>
    protected abstract SynchronousOperation<TRequest> CreateOperation();

    /// <summary>
    /// The request for the record that is bound now. A <see cref="NetException"/> thrown here ends the cmdlet: bad
    /// configuration.
    /// </summary>
    protected abstract TRequest BuildRequest();

    /// <inheritdoc/>
    protected override void ProcessRecord() => Write(() => Operation.Run(BuildRequest()));

    /// <inheritdoc/>
    protected override void EndProcessing() => Write(() => Operation.Complete());

    private SynchronousOperation<TRequest> Operation => operation ??= CreateOperation();

    private void Write(Func<IEnumerable<PipelineItem>> run)
    {
        try
        {
            foreach (PipelineItem item in run())
            {
                if (Stopping)
                    return;

                item.WriteTo(this);
            }
        }
        catch (NetException error)
        {
            ThrowFailure(error.Failure);
        }
    }
}
