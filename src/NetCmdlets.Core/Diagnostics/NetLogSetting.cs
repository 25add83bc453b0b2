using NetCmdlets.Diagnostics;

namespace NetCmdlets;

/// <summary>What the log of this process is set to; all but <see cref="Enabled"/> is null where it is off.</summary>
/// <param name="Enabled">Whether events are written.</param>
/// <param name="Path">The file that was asked for, in full.</param>
/// <param name="CurrentFile">The file that is written now: the path with a date or number where the log rolls.</param>
/// <param name="Format">How events are written.</param>
/// <param name="MinimumLevel">Events below this level are not kept.</param>
/// <param name="RollingInterval">When a new file is begun.</param>
/// <param name="MaxFileBytes">The size at which a new file is begun; null for no limit.</param>
/// <param name="StartedAt">When the log was enabled.</param>
/// <param name="EventsWritten">How many events were taken since then.</param>
/// <param name="EventsDropped">How many of them were lost: the queue was full or the file failed.</param>
public sealed record NetLogSetting(
    bool Enabled,
    string? Path = null,
    string? CurrentFile = null,
    NetLogFormat? Format = null,
    NetLogLevel? MinimumLevel = null,
    NetLogRolling? RollingInterval = null,
    long? MaxFileBytes = null,
    DateTime? StartedAt = null,
    long? EventsWritten = null,
    long? EventsDropped = null);
