namespace NetCmdlets.Servers.Handlers;

/// <summary>
/// Answers a server's messages: a script block, or anything else that a host can run. One handler serves one server
/// and is called from several threads at once where the server has several messages under way.
/// </summary>
public interface IMessageHandler : IAsyncDisposable
{
    /// <summary>
    /// How many calls the stop could not end: each keeps its thread until the call that it is in returns.
    /// </summary>
    int LeftBehind => 0;

    /// <summary>
    /// Answers one message. What goes wrong in the handler is told in the result and never thrown; only the stop of
    /// the server ends the call with an <see cref="OperationCanceledException"/>. A call that does not end then is left
    /// behind after a moment, is counted, and is told in the result.
    /// </summary>
    /// <param name="connection">The message and its sender; the handler may send and close by it.</param>
    /// <param name="cancellationToken">The server stops: end now.</param>
    Task<HandlerResult> HandleAsync(HandlerConnection connection, CancellationToken cancellationToken);
}

/// <summary>What a handler made of a message.</summary>
/// <param name="Replies">What to send back, in order, each a message of its own.</param>
/// <param name="Error">What went wrong in the handler; null where nothing did.</param>
/// <param name="Cause">The exception behind the error, where there was one.</param>
public sealed record HandlerResult(IReadOnlyList<byte[]> Replies, string? Error = null, Exception? Cause = null);
