using System.Runtime.CompilerServices;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Servers;

/// <summary>Whose events to read, and which.</summary>
public sealed record GetNetServerEventRequest
{
    /// <summary>The servers.</summary>
    public IReadOnlyList<NetServer> Server { get; init; } = [];

    /// <summary>Only these kinds; empty for all.</summary>
    public IReadOnlyList<NetServerEventKind> EventKind { get; init; } = [];

    /// <summary>Only so many of the latest that are there already; null for all that are kept.</summary>
    public int? Last { get; init; }

    /// <summary>Whether to go on with what comes, until the servers have stopped.</summary>
    public bool Wait { get; init; }
}

/// <summary>
/// Emits the events of servers in the order of their time, and then as they come. It is of this process only, so it
/// is no command of a command line.
/// </summary>
public sealed class GetNetServerEventOperation : INetOperation<GetNetServerEventRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        GetNetServerEventRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var past = new List<NetServerEvent>();
        var following = new List<(NetServer Server, long Position)>();
        foreach (NetServer server in request.Server)
        {
            (IReadOnlyList<NetServerEvent> events, long next) = server.Events.Read(0);
            past.AddRange(events.Where(entry => IsWanted(entry, request)));
            // A server that stopped has said all.
            if (!server.Completion.IsCompleted)
                following.Add((server, next));
        }

        // Stable: events of one server with one time keep their order.
        foreach (NetServerEvent entry in past.OrderBy(e => e.Time.ToUniversalTime()).TakeLast(request.Last ?? past.Count))
            yield return PipelineItem.Result(entry);
        if (!request.Wait || following.Count == 0)
            yield break;

        using var places = new SemaphoreSlim(following.Count);
        IAsyncEnumerable<PipelineItem> coming = ParallelItems.RunAsync(
            following,
            places,
            (one, token) => FollowAsync(one.Server, one.Position, request, token),
            cancellationToken);
        await foreach (PipelineItem item in coming.ConfigureAwait(false))
            yield return item;
    }

    private static async IAsyncEnumerable<PipelineItem> FollowAsync(
        NetServer server,
        long position,
        GetNetServerEventRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool stopped = false;
        while (!stopped)
        {
            await server.Events.WaitAsync(position, cancellationToken).ConfigureAwait(false);
            long wanted = position;
            (IReadOnlyList<NetServerEvent> events, position) = server.Events.Read(position);
            if (position - events.Count is var first && first > wanted)
            {
                yield return PipelineItem.Warning(
                    $"{server}: {first - wanted} events came faster than they were taken, and are lost.");
            }

            foreach (NetServerEvent entry in events)
            {
                if (IsWanted(entry, request))
                    yield return PipelineItem.Result(entry);
                stopped |= entry.Kind == NetServerEventKind.Stopped;
            }
        }
    }

    private static bool IsWanted(NetServerEvent entry, GetNetServerEventRequest request)
        => request.EventKind.Count == 0 || request.EventKind.Contains(entry.Kind);
}
