namespace NetCmdlets.Servers.Http.Files;

/// <summary>What of a folder is served.</summary>
public sealed record SharedFolderOptions
{
    /// <summary>The folder.</summary>
    public required string Path { get; init; }

    /// <summary>Whether a folder without index.html is answered with 403, not with a list of what is in it.</summary>
    public bool NoListing { get; init; }

    /// <summary>Whether hidden files are served: on Unix those whose names begin with a dot.</summary>
    public bool IncludeHidden { get; init; }

    /// <summary>Whether symbolic links are followed that lead out of the folder.</summary>
    public bool FollowSymlink { get; init; }
}
