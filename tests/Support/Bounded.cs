using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Tests;

/// <summary>Every await of a test is bounded: a test that hangs fails with the place where it hung.</summary>
internal static class Bounded
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static Task Within(this Task task) => task.WaitAsync(Limit);

    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task Within(this ValueTask task) => task.AsTask().WaitAsync(Limit);

    public static Task<T> Within<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Limit);

    /// <summary>Runs one request to its end and returns what it emitted, in order.</summary>
    public static async Task<List<PipelineItem>> CollectAsync<TRequest>(
        this INetOperation<TRequest> operation, TRequest request, CancellationToken cancellationToken = default)
    {
        return await CollectCoreAsync().Within();

        async Task<List<PipelineItem>> CollectCoreAsync()
        {
            var items = new List<PipelineItem>();
            await foreach (PipelineItem item in operation.RunAsync(request, cancellationToken))
                items.Add(item);
            return items;
        }
    }

    /// <summary>The results among the items.</summary>
    public static List<T> Results<T>(this IEnumerable<PipelineItem> items)
        => [.. items.Where(item => item.Kind == PipelineItemKind.Result).Select(item => (T)item.Payload)];

    /// <summary>The failures among the items.</summary>
    public static List<NetFailure> Failures(this IEnumerable<PipelineItem> items)
        => [.. items.Where(item => item.Kind == PipelineItemKind.Failure).Select(item => (NetFailure)item.Payload)];
}
