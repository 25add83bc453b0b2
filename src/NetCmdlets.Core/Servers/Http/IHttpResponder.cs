namespace NetCmdlets.Servers.Http;

/// <summary>Answers requests: files, routes, a script block. One serves all its server's connections at once.</summary>
public interface IHttpResponder : IAsyncDisposable
{
    /// <summary>
    /// Whether it looks at requests' bodies. One that does not is asked before a client that waits for 100 has sent
    /// its body.
    /// </summary>
    bool ReadsBodies { get; }

    /// <summary>
    /// Whether it answers within microseconds or leaves the caller's thread (<see cref="Sockets.LoopThread"/>), so that
    /// it may run on the thread that waits for all connections.
    /// </summary>
    bool NeverBlocks => false;

    /// <summary>How many answers under way the stop could not end (<see cref="Handlers.IMessageHandler"/>).</summary>
    int LeftBehind => 0;

    /// <summary>
    /// Answers one request. What goes wrong is told in the response; only the stop of the server ends the call with an
    /// <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="stopping">The server stops: end now.</param>
    ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken stopping);
}
