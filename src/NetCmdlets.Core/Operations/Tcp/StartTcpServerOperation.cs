using System.Runtime.CompilerServices;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Standard;
using NetCmdlets.Servers.Tcp;

namespace NetCmdlets.Operations.Tcp;

/// <summary>Starts a TCP server that answers by a table or a handler, and emits it, bound.</summary>
[NetOperation("Start-TcpServer", typeof(StartTcpServerRequest), Output = typeof(NetServer))]
public sealed class StartTcpServerOperation : INetOperation<StartTcpServerRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        StartTcpServerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.CompletedTask.ConfigureAwait(false);
        yield return PipelineItem.Result(request.Service is StandardService service
            ? TcpServer.Start(service.ToString(), request, new StandardTcpService(service))
            : TcpServer.Start("Tcp", request, new TcpMessageService(request)));
    }
}
