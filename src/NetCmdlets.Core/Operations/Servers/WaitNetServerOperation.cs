using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Servers;

/// <summary>
/// Waits for what happens on servers, all at once, and emits each when it has happened. It is of this process only,
/// so it is no command of a command line.
/// </summary>
public sealed class WaitNetServerOperation : INetOperation<WaitNetServerRequest>
{
    // The events of a raw stream are summed, so its message count changes without one.
    private static readonly TimeSpan CounterInterval = TimeSpan.FromMilliseconds(20);

    private readonly TimeProvider time;

    /// <summary>Makes the operation.</summary>
    /// <param name="time">The clock of the time limit; null is the system's.</param>
    public WaitNetServerOperation(TimeProvider? time = null) => this.time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        WaitNetServerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Server.Count == 0)
            yield break;
        using var places = new SemaphoreSlim(request.Server.Count);
        IAsyncEnumerable<PipelineItem> items = ParallelItems.RunAsync(
            request.Server, places, (server, token) => WaitOneAsync(server, request, token), cancellationToken);
        await foreach (PipelineItem item in items.ConfigureAwait(false))
            yield return item;
    }

    private async IAsyncEnumerable<PipelineItem> WaitOneAsync(
        NetServer server, WaitNetServerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool happened = await HappensAsync(server, request, cancellationToken).ConfigureAwait(false);
        if (request.Quiet)
            yield return PipelineItem.Result(happened);
        else if (happened)
            yield return PipelineItem.Result(server);
        else
            yield return PipelineItem.Failure(NotSeen(server, request));
    }

    private async Task<bool> HappensAsync(
        NetServer server, WaitNetServerRequest request, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(request.Timeout, cancellationToken, time);
        long position = 0;
        bool seen = !request.WantsEvent;
        Task? arrival = null;
        try
        {
            if (request.WantsNothing)
            {
                await server.Completion.WaitAsync(deadline.Token).ConfigureAwait(false);
                return true;
            }

            while (true)
            {
                (IReadOnlyList<NetServerEvent> events, position) = server.Events.Read(position);
                seen = seen || events.Any(entry => Fits(entry, request));
                if (seen && CountersFit(server, request))
                    return true;
                // Nothing more happens on a server that has stopped.
                if (server.Completion.IsCompleted && server.Events.Count == position)
                    return false;
                // One wait for as long as nothing comes, however often the counters are looked at.
                if (arrival is not { IsCompleted: false })
                    arrival = server.Events.WaitAsync(position, deadline.Token);
                if (seen)
                    await Task.WhenAny(arrival, Task.Delay(CounterInterval, deadline.Token)).ConfigureAwait(false);
                else
                    await arrival.ConfigureAwait(false);
                deadline.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (deadline.Expired)
        {
            return false;
        }
    }

    private static bool Fits(NetServerEvent entry, WaitNetServerRequest request)
        => (request.EventKind.Count == 0 || request.EventKind.Contains(entry.Kind))
            && (request.Match is null || Like(entry.Text, request.Match) || Like(entry.Reason, request.Match));

    private static bool Like(string? text, string pattern)
        => text is not null && FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);

    private static bool CountersFit(NetServer server, WaitNetServerRequest request)
        => server.TotalConnections >= (request.ConnectionCount ?? 0)
            && server.MessagesReceived >= (request.MessageCount ?? 0)
            && (request.ActiveCount is null || server.ActiveConnections == request.ActiveCount);

    private static NetFailure NotSeen(NetServer server, WaitNetServerRequest request) => new(
        FailureKind.ReplyTimedOut,
        $"{server} did not come to what was waited for within {DisplayText.Seconds(request.Timeout)}: it is "
        + $"{server.State}, had {server.TotalConnections} connections, has {server.ActiveConnections}, and received "
        + $"{server.MessagesReceived} messages. Get-NetServerEvent tells what happened.",
        server.Name);
}
