using System.Text;
using NetCmdlets.Protocols.Http;
using NetCmdlets.Servers.Http;

namespace NetCmdlets.Core.Tests.Servers.Http;

/// <summary>Answers by a delegate, in the place of a script.</summary>
internal sealed class DelegateResponder(Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> answer)
    : IHttpResponder
{
    public bool ReadsBodies => true;

    public bool IsDisposed { get; private set; }

    public static DelegateResponder Of(Func<HttpRequest, string> answer) => new((request, _) => ValueTask.FromResult(
        HttpResponse.Of(200, MediaTypes.Text, Encoding.UTF8.GetBytes(answer(request)))));

    public ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken stopping)
        => answer(request, stopping);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
