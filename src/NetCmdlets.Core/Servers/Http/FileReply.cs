using NetCmdlets.Diagnostics;
using NetCmdlets.Protocols.Http;

namespace NetCmdlets.Servers.Http;

/// <summary>Answers every request with one file as it is when it is asked for, and 404 while there is none.</summary>
/// <param name="path">The file's path.</param>
public sealed class FileReply(string path) : IHttpResponder
{
    /// <inheritdoc/>
    public bool ReadsBodies => false;

    /// <inheritdoc/>
    public ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken stopping)
    {
        try
        {
            return ValueTask.FromResult(
                new HttpResponse(200, HttpBody.OfFile(path)).With("Content-Type", MediaTypes.OfFile(path)));
        }
        catch (NetException)
        {
            return ValueTask.FromResult(HttpResponse.Plain(404));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
