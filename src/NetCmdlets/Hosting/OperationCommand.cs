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
    private string[] given = [];
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

    /// <summary>
    /// What is wrong with the target that this record of the pipeline brought; null where nothing is, or where the
    /// target was given on the command line. It is written as an error of the record, and the next one is tried.
    /// </summary>
    protected virtual NetFailure? FindTargetFault(TRequest request) => null;

    /// <summary>Whether this record of the pipeline brought a value for one of the parameters.</summary>
    protected bool IsPiped(params string[] parameters)
        => MyInvocation.BoundParameters.Keys.Intersect(parameters).Except(given).Any();

    /// <inheritdoc/>
    protected override void BeginProcessing() => given = [.. MyInvocation.BoundParameters.Keys];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Guard(() =>
        {
            TRequest? request = BuildRequest();
            if (request is null)
                return;
            if (FindTargetFault(request) is { } fault)
                WriteFailure(fault);
            else
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
                pump ??= new PipelinePump<TRequest>(
                    CreateOperation(), RequestsAtOnce, verbose: WantsVerbose);
            return pump;
        }
    }
}
