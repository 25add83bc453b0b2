using System.Runtime.CompilerServices;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Benchmarks.Pipeline;

/// <summary>Emits as many items as the request says, on a pool thread, without any work.</summary>
internal sealed class EmittingOperation : INetOperation<int>
{
    private static readonly object Payload = new();

    public async IAsyncEnumerable<PipelineItem> RunAsync(
        int request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        for (int i = 0; i < request; i++)
            yield return PipelineItem.Result(Payload);
    }
}
