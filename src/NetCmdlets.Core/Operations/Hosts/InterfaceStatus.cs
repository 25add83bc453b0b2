namespace NetCmdlets;

/// <summary>Whether an interface can carry packets.</summary>
public enum InterfaceStatus
{
    /// <summary>It is switched on and has a link.</summary>
    Up,

    /// <summary>It is switched off, or has no link.</summary>
    Down,
}
