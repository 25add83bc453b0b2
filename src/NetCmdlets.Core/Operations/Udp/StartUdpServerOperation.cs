using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Standard;
using NetCmdlets.Servers.Udp;

namespace NetCmdlets.Operations.Udp;

/// <summary>Starts a UDP server that answers by a table or a handler, or as a standard service, and emits it.</summary>
[NetOperation("Start-UdpServer", typeof(StartUdpServerRequest), Output = typeof(NetServer))]
public sealed class StartUdpServerOperation : INetOperation<StartUdpServerRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        StartUdpServerRequest request,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return PipelineItem.Result(request.Service is null
            ? UdpMessageServer.Start(request)
            : StandardUdpServer.Start(request));
    }
}
