using System.Runtime.CompilerServices;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Servers;

/// <summary>The servers to tell of.</summary>
public sealed record GetNetServerRequest
{
    /// <summary>The servers.</summary>
    public IReadOnlyList<NetServer> Server { get; init; } = [];
}

/// <summary>Emits servers. It is of this process only, so it is no command of a command line.</summary>
public sealed class GetNetServerOperation : INetOperation<GetNetServerRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        GetNetServerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (NetServer server in request.Server)
            yield return PipelineItem.Result(server);
    }
}
