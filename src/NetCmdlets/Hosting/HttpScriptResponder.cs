using System.Management.Automation;
using NetCmdlets.Diagnostics;
using NetCmdlets.Servers.Http;

namespace NetCmdlets.Hosting;

/// <summary>Answers requests by a script block, in which <c>$_</c> and <c>$Request</c> are the request.</summary>
/// <param name="runner">Runs the script.</param>
/// <param name="script">Which of the runner's scripts, from 0.</param>
/// <param name="ownsRunner">Whether the runner ends with this responder; several may share one.</param>
internal sealed class HttpScriptResponder(ScriptRunner runner, int script, bool ownsRunner) : IHttpResponder
{
    /// <summary>The name of the request's variable in the script.</summary>
    public const string Context = "Request";

    /// <inheritdoc/>
    public bool ReadsBodies => true;

    /// <inheritdoc/>
    public int LeftBehind => ownsRunner ? runner.LeftBehind : 0;

    /// <inheritdoc/>
    public async ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(request);
        ScriptResult result = await runner.RunAsync(script, request, request, stopping).ConfigureAwait(false);
        if (result.Error is not null)
            return HttpResponse.Failed(result.Error, result.Cause);
        try
        {
            return await HttpReply.OfAsync([.. ScriptOutput.Objects(result.Output)], ToJsonAsync).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NetException or RuntimeException)
        {
            return HttpResponse.Failed(error.Message, error);
        }

        async Task<string> ToJsonAsync(object value)
        {
            ScriptResult json = await runner.InvokeAsync(HttpJson.Converter(value), stopping).ConfigureAwait(false);
            return HttpJson.TextOf(json);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ownsRunner ? runner.DisposeAsync() : ValueTask.CompletedTask;
}
