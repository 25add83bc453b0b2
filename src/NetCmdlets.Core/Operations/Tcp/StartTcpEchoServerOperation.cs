using System.Runtime.CompilerServices;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Echo;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;

namespace NetCmdlets.Operations.Tcp;

/// <summary>Starts a TCP echo server and emits it once it is bound.</summary>
[NetOperation("Start-TcpEchoServer", typeof(StartTcpEchoServerRequest), Output = typeof(NetServer))]
public sealed class StartTcpEchoServerOperation : INetOperation<StartTcpEchoServerRequest>
{
    private readonly IListenerFactory? listeners;

    /// <summary>An operation over the transport that fits the system.</summary>
    public StartTcpEchoServerOperation()
    {
    }

    /// <summary>An operation over a transport of the caller's choice.</summary>
    /// <param name="listeners">Makes the server's listener.</param>
    public StartTcpEchoServerOperation(IListenerFactory listeners) => this.listeners = listeners;

    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        StartTcpEchoServerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        IConnectionService service = request.Prefix is null
            ? new TcpEchoService()
            : new TcpPrefixEchoService(request.Prefix, request.MaxMessageBytes);
        await Task.CompletedTask.ConfigureAwait(false);
        yield return PipelineItem.Result(TcpServer.Start("TcpEcho", request, service, factory: listeners));
    }
}
