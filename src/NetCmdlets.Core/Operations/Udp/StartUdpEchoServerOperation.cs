using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Echo;

namespace NetCmdlets.Operations.Udp;

/// <summary>Starts a UDP echo server and emits it, bound.</summary>
[NetOperation("Start-UdpEchoServer", typeof(StartUdpEchoServerRequest), Output = typeof(NetServer))]
public sealed class StartUdpEchoServerOperation : INetOperation<StartUdpEchoServerRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        StartUdpEchoServerRequest request,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return PipelineItem.Result(UdpEchoServer.Start(request));
    }
}
