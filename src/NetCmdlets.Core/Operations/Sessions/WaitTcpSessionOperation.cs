using System.Runtime.CompilerServices;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Sessions;

/// <summary>Which sessions to watch, for what.</summary>
public sealed record WaitTcpSessionRequest
{
    /// <summary>The sessions.</summary>
    public IReadOnlyList<TcpSession> Session { get; init; } = [];

    /// <summary>Whether a session with something to take, or whose server has sent FIN, is ready.</summary>
    public bool Readable { get; init; }

    /// <summary>Whether a session without a send under way, and with room in the system's buffer, is ready.</summary>
    public bool Writable { get; init; }

    /// <summary>Whether a session whose server has gone is ready.</summary>
    public bool Closed { get; init; }

    /// <summary>How long to wait.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether to emit true or false in the place of the sessions.</summary>
    public bool Quiet { get; init; }

    internal bool IsReady(TcpSession session)
        => (Readable && (session.Available > 0 || session.State != TcpSessionState.Open))
            || (Writable && session.IsWritable)
            || (Closed && session.State != TcpSessionState.Open);
}

/// <summary>select() over sessions: waits until one is ready, and emits all that are.</summary>
public sealed class WaitTcpSessionOperation : INetOperation<WaitTcpSessionRequest>
{
    // The system does not tell when its buffer for a slow server has room again without a send that waits.
    private static readonly TimeSpan WritableInterval = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        WaitTcpSessionRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<TcpSession> ready = await ReadyAsync(request, cancellationToken).ConfigureAwait(false);
        if (request.Quiet)
            yield return PipelineItem.Result(ready.Count > 0);
        else
            foreach (TcpSession session in ready)
                yield return PipelineItem.Result(session);
    }

    private static async Task<List<TcpSession>> ReadyAsync(
        WaitTcpSessionRequest request, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(request.Timeout, cancellationToken);
        while (true)
        {
            // Before the look: a change after it completes one of these.
            Task[] changes = [.. request.Session.Select(session => session.NextChange())];
            List<TcpSession> ready = [.. request.Session.Where(request.IsReady)];
            if (ready.Count > 0 || changes.Length == 0)
                return ready;
            if (request.Writable)
                changes = [.. changes, Task.Delay(WritableInterval, CancellationToken.None)];
            try
            {
                await Task.WhenAny(changes).WaitAsync(deadline.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (deadline.Expired)
            {
                return [];
            }
        }
    }
}
