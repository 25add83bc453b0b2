namespace NetCmdlets.Servers.Http;

/// <summary>Answers every request alike.</summary>
/// <param name="make">Makes a response; called for each request, since a response is used once.</param>
public sealed class ConstantResponder(Func<HttpResponse> make) : IHttpResponder
{
    /// <inheritdoc/>
    public bool ReadsBodies => false;

    /// <inheritdoc/>
    public ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken stopping)
        => ValueTask.FromResult(make());

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
