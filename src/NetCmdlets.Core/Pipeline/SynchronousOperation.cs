using System.Runtime.CompilerServices;

namespace NetCmdlets.Pipeline;

/// <summary>
/// An operation that only computes: it has no wait, so a cmdlet runs it on the pipeline's own thread, lazily, and a
/// result is made when the pipeline takes it.
/// </summary>
/// <typeparam name="TRequest">The request record.</typeparam>
public abstract class SynchronousOperation<TRequest> : INetOperation<TRequest>, ICompletingOperation
{
    /// <summary>Runs one request; items are made as they are asked for.</summary>
    public abstract IEnumerable<PipelineItem> Run(TRequest request);

    /// <inheritdoc/>
    public virtual IEnumerable<PipelineItem> Complete() => [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        TRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (PipelineItem item in Run(request))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }
}
