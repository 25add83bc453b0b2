using System.Runtime.CompilerServices;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Sessions;

/// <summary>Which sessions to end, and how.</summary>
public sealed record DisconnectTcpSessionRequest
{
    /// <summary>The sessions.</summary>
    public IReadOnlyList<TcpSession> Session { get; init; } = [];

    /// <summary>Whether to end with RST in the place of FIN.</summary>
    public bool Reset { get; init; }
}

/// <summary>Ends sessions, and emits each that was ended.</summary>
public sealed class DisconnectTcpSessionOperation : INetOperation<DisconnectTcpSessionRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        DisconnectTcpSessionRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (TcpSession session in request.Session)
        {
            await session.CloseAsync(request.Reset).WaitAsync(cancellationToken).ConfigureAwait(false);
            yield return PipelineItem.Result(session);
        }
    }
}
