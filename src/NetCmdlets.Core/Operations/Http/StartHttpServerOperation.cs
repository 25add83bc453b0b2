using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Http;
using NetCmdlets.Servers.Http.Files;

namespace NetCmdlets.Operations.Http;

/// <summary>Starts an HTTP server and emits it, bound.</summary>
[NetOperation("Start-HttpServer", typeof(StartHttpServerRequest), Output = typeof(NetServer))]
public sealed class StartHttpServerOperation : INetOperation<StartHttpServerRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        StartHttpServerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        await Task.CompletedTask.ConfigureAwait(false);
        yield return PipelineItem.Result(Start(request));
    }

    /// <summary>Starts the server, on another clock than the system's where one is given.</summary>
    internal static NetServer Start(StartHttpServerRequest request, TimeProvider? time = null) => TcpServer.Start(
        "Http",
        // Requests carry the token, not the connection.
        request with { Token = null },
        new HttpService(ResponderOf(request), request.MaxMessageBytes, time, request.Token),
        time: time);

    /// <summary>Who answers what a request asks for.</summary>
    /// <exception cref="NetException">
    /// Nothing is to be served, or two things at once (InvalidRequest); the folder is none (FileFailed).
    /// </exception>
    internal static IHttpResponder ResponderOf(StartHttpServerRequest request)
    {
        if (request.Handler is not null && (request.Route is not null || request.Path is not null))
        {
            throw new NetException(
                FailureKind.InvalidRequest, "A handler answers every request: give no path or route with it.");
        }

        if (request.Handler is not null)
            return request.Handler;
        FileResponder? files = request.Path is null ? null : new FileResponder(new SharedFolderOptions
        {
            Path = request.Path,
            NoListing = request.NoListing,
            IncludeHidden = request.IncludeHidden,
            FollowSymlink = request.FollowSymlink,
        });
        if (request.Route is { Count: > 0 })
            return new HttpRoutes(request.Route, files);
        return files ?? throw new NetException(
            FailureKind.InvalidRequest, "Give the folder to serve with -Path, or what answers requests.");
    }
}
