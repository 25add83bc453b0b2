using System.Runtime.CompilerServices;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Chat;
using NetCmdlets.Servers.Tcp;

namespace NetCmdlets.Operations.Tcp;

/// <summary>Where a chat server listens, and its limits.</summary>
public sealed record StartChatServerRequest : TcpServerRequest;

/// <summary>Starts a chat server and emits it, bound.</summary>
[NetOperation("Start-ChatServer", typeof(StartChatServerRequest), Output = typeof(NetServer))]
public sealed class StartChatServerOperation : INetOperation<StartChatServerRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        StartChatServerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        await Task.CompletedTask.ConfigureAwait(false);
        yield return PipelineItem.Result(
            TcpServer.Start("Chat", request, new ChatService(request.MaxMessageBytes)));
    }
}
