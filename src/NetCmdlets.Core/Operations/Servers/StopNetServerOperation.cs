using System.Runtime.CompilerServices;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Servers;

/// <summary>Which servers to stop, and how.</summary>
public sealed record StopNetServerRequest
{
    /// <summary>The servers.</summary>
    public IReadOnlyList<NetServer> Server { get; init; } = [];

    /// <summary>How long their connections may take to finish by themselves; zero resets them at once.</summary>
    public TimeSpan Drain { get; init; }
}

/// <summary>
/// Stops servers at the same time, and emits each when nothing of it is left. It is of this process only, so it is no
/// command of a command line.
/// </summary>
public sealed class StopNetServerOperation : INetOperation<StopNetServerRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        StopNetServerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var stopping = request.Server.Select(server => (server, Task: server.StopAsync(request.Drain))).ToList();
        foreach ((NetServer server, Task task) in stopping)
        {
            // Ctrl+C ends the wait; the servers go on with their stop.
            await task.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (server.HandlersLeftBehind > 0)
                yield return PipelineItem.Warning($"{server}: {server.LastError}");
            yield return PipelineItem.Result(server);
        }
    }
}
