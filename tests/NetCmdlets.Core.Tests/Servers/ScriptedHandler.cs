using NetCmdlets.Servers.Handlers;

namespace NetCmdlets.Core.Tests.Servers;

/// <summary>A handler that is a delegate.</summary>
internal sealed class ScriptedHandler(Func<HandlerConnection, CancellationToken, Task<HandlerResult>> handle)
    : IMessageHandler
{
    public bool IsDisposed { get; private set; }

    public int LeftBehind { get; init; }

    public static ScriptedHandler Of(Func<HandlerConnection, string> answer) => new((connection, _) =>
        Task.FromResult(new HandlerResult([connection.Encoding.Encode(answer(connection))])));

    public Task<HandlerResult> HandleAsync(HandlerConnection connection, CancellationToken cancellationToken)
        => handle(connection, cancellationToken);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
