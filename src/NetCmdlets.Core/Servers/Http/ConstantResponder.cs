using NetCmdlets.Protocols.Http;

namespace NetCmdlets.Servers.Http;

/// <summary>Answers every request alike.</summary>
/// <param name="status">The status, 200 to 599.</param>
/// <param name="fields">The header fields.</param>
/// <param name="body">The body.</param>
public sealed class ConstantResponder(int status, HttpFields fields, ReadOnlyMemory<byte> body) : IHttpResponder
{
    /// <inheritdoc/>
    public bool ReadsBodies => false;

    /// <inheritdoc/>
    public bool NeverBlocks => true;

    /// <inheritdoc/>
    public ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken stopping)
    {
        // A response is used once.
        var response = new HttpResponse(status, new MemoryBody(body));
        foreach (HttpField field in fields)
            response.Fields.Add(field.Name, field.Value);
        return ValueTask.FromResult(response);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
