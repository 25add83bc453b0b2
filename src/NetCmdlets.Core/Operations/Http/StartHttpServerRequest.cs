using NetCmdlets.Servers.Http;
using NetCmdlets.Servers.Tcp;

namespace NetCmdlets.Operations.Http;

/// <summary>Where an HTTP server listens, its limits, and what it serves.</summary>
public sealed record StartHttpServerRequest : TcpServerRequest
{
    /// <summary>The folder whose files are served; null for none.</summary>
    public string? Path { get; init; }

    /// <summary>Whether a folder without index.html is refused (403), and not listed.</summary>
    public bool NoListing { get; init; }

    /// <summary>Whether hidden files are served too.</summary>
    public bool IncludeHidden { get; init; }

    /// <summary>Whether symbolic links that lead out of the folder are followed.</summary>
    public bool FollowSymlink { get; init; }

    /// <summary>Who answers every request in the place of a folder; the server's to dispose. Null for nobody.</summary>
    public IHttpResponder? Handler { get; init; }

    /// <summary>
    /// Routes, as 'GET /notes/{id}', and who answers them; paths that no route has go to the folder. The server's to
    /// dispose.
    /// </summary>
    public IReadOnlyDictionary<string, IHttpResponder>? Route { get; init; }
}
