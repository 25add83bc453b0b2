using System.Runtime.CompilerServices;
using NetCmdlets.Operations.Tcp;
using NetCmdlets.Pipeline;
using NetCmdlets.Sessions;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Sessions;

/// <summary>Connects sessions and lists them. They are of this process only, so it is no command of a command line.</summary>
public sealed class ConnectTcpSessionOperation : INetOperation<ConnectTcpSessionRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        ConnectTcpSessionRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        TcpDialer dialer = TcpClients.DialerOf(request);
        foreach (string target in TcpClients.TargetsOf(request))
        {
            DialResult dialed = await dialer.DialAsync(request, target, cancellationToken).ConfigureAwait(false);
            if (dialed.Failure is not null)
            {
                yield return PipelineItem.Failure(dialed.Failure);
                continue;
            }

            var session = new TcpSession(
                request.Name, target, dialed, request.Reconnect ? token => dialer.DialAsync(request, target, token) : null);
            SessionRegistry.Add(session);
            yield return PipelineItem.Result(session);
        }
    }
}
