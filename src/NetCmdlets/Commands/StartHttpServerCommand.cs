using System.Collections;
using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Http;
using NetCmdlets.Pipeline;
using NetCmdlets.Servers.Http;

namespace NetCmdlets.Commands;

/// <summary>Start-HttpServer: serves a folder, or answers requests by script blocks.</summary>
[Cmdlet(VerbsLifecycle.Start, "HttpServer", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
[OutputType(typeof(NetServer))]
public sealed class StartHttpServerCommand : TcpServerCommand<StartHttpServerRequest>
{
    private IAsyncDisposable? scripts;

    /// <summary>The folder whose files are served.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Path")]
    [Parameter(ParameterSetName = "Route")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Refuse a folder without index.html, and do not list what is in it.</summary>
    [Parameter(ParameterSetName = "Path")]
    [Parameter(ParameterSetName = "Route")]
    public SwitchParameter NoListing { get; set; }

    /// <summary>Serve hidden files too.</summary>
    [Parameter(ParameterSetName = "Path")]
    [Parameter(ParameterSetName = "Route")]
    public SwitchParameter IncludeHidden { get; set; }

    /// <summary>Follow symbolic links that lead out of the folder.</summary>
    [Parameter(ParameterSetName = "Path")]
    [Parameter(ParameterSetName = "Route")]
    public SwitchParameter FollowSymlink { get; set; }

    /// <summary>The script that answers every request.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Handler")]
    [ValidateNotNull]
    public ScriptBlock? Handler { get; set; }

    /// <summary>Routes, as 'GET /notes/{id}', and the scripts or values that answer them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Route")]
    [ValidateNotNullOrEmpty]
    public IDictionary? Route { get; set; }

    /// <summary>How many scripts run at once.</summary>
    [Parameter(ParameterSetName = "Handler")]
    [Parameter(ParameterSetName = "Route")]
    [ValidateRange(1, 256)]
    public int MaxHandlers { get; set; } = 16;

    /// <inheritdoc/>
    protected override string Title => "HTTP server";

    /// <inheritdoc/>
    public override void WriteResult(object result)
    {
        // The server has them now, and ends them.
        scripts = null;
        base.WriteResult(result);
    }

    /// <inheritdoc/>
    protected override INetOperation<StartHttpServerRequest> CreateOperation() => new StartHttpServerOperation();

    /// <inheritdoc/>
    protected override StartHttpServerRequest BuildTcpRequest()
    {
        IHttpResponder? handler = Handler is null ? null : new HttpScriptResponder(
            new ScriptRunner([Handler], HttpScriptResponder.Context, SessionState, MaxHandlers), 0, ownsRunner: true);
        HttpRouteParameter? routes = Route is null ? null : new HttpRouteParameter(Route, SessionState, MaxHandlers);
        scripts = (IAsyncDisposable?)handler ?? routes;
        return new StartHttpServerRequest
        {
            Path = Path is null ? null : ResolveFilePath(Path),
            NoListing = NoListing,
            IncludeHidden = IncludeHidden,
            FollowSymlink = FollowSymlink,
            Handler = handler,
            Route = routes?.Routes,
        };
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            scripts?.DisposeAsync().AsTask().Wait();
    }
}
