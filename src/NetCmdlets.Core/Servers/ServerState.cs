namespace NetCmdlets;

/// <summary>Where a server is in its life.</summary>
public enum ServerState
{
    /// <summary>It is bound and takes peers.</summary>
    Running,

    /// <summary>It takes no new peers and lets those it has finish.</summary>
    Stopping,

    /// <summary>It holds no socket any more.</summary>
    Stopped,

    /// <summary>It ended by itself: LastError says why.</summary>
    Faulted,
}
