using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Standard;
using NetCmdlets.Servers.Tcp;

namespace NetCmdlets.Operations.Tcp;

/// <summary>Starts a TCP server that answers by a table or a handler, or as a standard service, and emits it.</summary>
[NetOperation("Start-TcpServer", typeof(StartTcpServerRequest), Output = typeof(NetServer))]
public sealed class StartTcpServerOperation : INetOperation<StartTcpServerRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        StartTcpServerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.CompletedTask.ConfigureAwait(false);
        yield return PipelineItem.Result(
            TcpServer.Start(request.Service?.ToString() ?? "Tcp", request, ServiceOf(request)));
    }

    private static IConnectionService ServiceOf(StartTcpServerRequest request)
    {
        bool hasRate = request.Service is StandardService.Discard or StandardService.Chargen;
        if (request.MaxBitsPerSecond < 0 || (request.MaxBitsPerSecond > 0 && !hasRate))
        {
            throw new NetException(
                FailureKind.InvalidRequest,
                "A rate is above zero, or 0 for none, and of the services Discard and Chargen only.");
        }

        if (request.Service is not StandardService service)
            return new TcpMessageService(request);
        return request.Responses is null && request.Response.Count == 0 && request.Handler is null
            ? new StandardTcpService(service, request.MaxBitsPerSecond)
            : throw new NetException(
                FailureKind.InvalidRequest, "Give one of a service, a table of responses and a handler.");
    }
}
