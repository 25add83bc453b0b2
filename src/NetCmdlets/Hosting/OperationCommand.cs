using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Hosting;

/// <summary>
/// The base of cmdlets that run an operation: each record of the pipeline becomes a request, all requests of one use
/// run on one pump, and Ctrl+C cancels it.
/// </summary>
/// <typeparam name="TRequest">The operation's request record.</typeparam>
public abstract class OperationCommand<TRequest> : NetCmdlet, IDisposable
{
    private readonly object gate = new();
    private PipelinePump<TRequest>? pump;
    private bool stopped;

    /// <summary>How many requests run at once; 1 keeps the order of the input.</summary>
    protected virtual int RequestsAtOnce => 1;

    /// <summary>Makes the operation: called once a use, before the first request.</summary>
    protected abstract INetOperation<TRequest> CreateOperation();

    /// <summary>
    /// The request for the record that is bound now, or the default (null) where there is nothing to run because
    /// ShouldProcess said no. A <see cref="NetException"/> thrown here ends the cmdlet: bad configuration.
    /// </summary>
    protected abstract TRequest? BuildRequest();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Guard(() =>
        {
            TRequest? request = BuildRequest();
            if (request is not null)
                StartedPump()?.Submit(request, this);
        });
    }

    /// <summary>A request for all records together, when no more come; null where each has had its own.</summary>
    protected virtual TRequest? BuildLastRequest() => default;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Guard(() =>
        {
            TRequest? request = BuildLastRequest();
            if (request is not null)
                StartedPump()?.Submit(request, this);
            pump?.Complete(this);
        });
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        lock (gate)
        {
            stopped = true;
            pump?.Cancel();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what still runs: the engine disposes a cmdlet however its use ended.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            pump?.Dispose();
    }

    private PipelinePump<TRequest>? StartedPump()
    {
        // Ctrl+C comes on another thread and may come before the first record.
        lock (gate)
        {
            if (!stopped)
                pump ??= new PipelinePump<TRequest>(CreateOperation(), RequestsAtOnce);
            return pump;
        }
    }
}
