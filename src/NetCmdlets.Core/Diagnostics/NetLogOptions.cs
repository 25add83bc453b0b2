namespace NetCmdlets.Diagnostics;

/// <summary>Where a log goes and what it keeps.</summary>
public sealed record NetLogOptions
{
    /// <summary>How many files a log that rolls keeps; older ones are deleted.</summary>
    public const int RetainedFiles = 31;

    /// <summary>The least size at which a log may roll, in bytes.</summary>
    public const long MinimumFileBytes = 1024;

    /// <summary>The file. Folders that are missing are made.</summary>
    public required string Path { get; init; }

    /// <summary>How events are written.</summary>
    public NetLogFormat Format { get; init; }

    /// <summary>Events below this level are not kept.</summary>
    public NetLogLevel MinimumLevel { get; init; } = NetLogLevel.Information;

    /// <summary>When a new file is begun.</summary>
    public NetLogRolling RollingInterval { get; init; }

    /// <summary>
    /// The size in bytes at which a new file is begun, from <see cref="MinimumFileBytes"/>; null for no limit.
    /// </summary>
    public long? MaxFileBytes { get; init; }
}
