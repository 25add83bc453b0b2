using NetCmdlets.Servers.Handlers;

namespace NetCmdlets.Core.Tests.Udp;

/// <summary>A handler that is a test's own code.</summary>
internal sealed class DelegateHandler(Func<HandlerConnection, CancellationToken, Task<HandlerResult>> handle)
    : IMessageHandler
{
    public bool Disposed { get; private set; }

    public Task<HandlerResult> HandleAsync(HandlerConnection connection, CancellationToken cancellationToken)
        => handle(connection, cancellationToken);

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }
}
