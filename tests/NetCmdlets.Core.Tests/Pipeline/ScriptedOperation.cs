using NetCmdlets.Pipeline;

namespace NetCmdlets.Core.Tests.Pipeline;

/// <summary>An operation that does what a test says, and tells how many of its runs are under way.</summary>
internal sealed class ScriptedOperation(Func<int, CancellationToken, IAsyncEnumerable<PipelineItem>> script)
    : INetOperation<int>, IAsyncDisposable
{
    private int running;

    public int Running => Volatile.Read(ref running);

    public int RunningAtDispose { get; private set; } = -1;

    public bool Disposed => RunningAtDispose >= 0;

    public async IAsyncEnumerable<PipelineItem> RunAsync(
        int request,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref running);
        try
        {
            await foreach (PipelineItem item in script(request, cancellationToken))
                yield return item;
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    public ValueTask DisposeAsync()
    {
        RunningAtDispose = Running;
        return default;
    }
}
