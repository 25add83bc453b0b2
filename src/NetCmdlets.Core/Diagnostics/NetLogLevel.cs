namespace NetCmdlets.Diagnostics;

/// <summary>How much an event matters, from least to most.</summary>
public enum NetLogLevel
{
    /// <summary>Every step; for finding a fault in a protocol.</summary>
    Verbose,

    /// <summary>Connections opened and closed, messages counted.</summary>
    Debug,

    /// <summary>Servers started and stopped, sessions made.</summary>
    Information,

    /// <summary>Peers refused, limits reached, retries.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,
}
