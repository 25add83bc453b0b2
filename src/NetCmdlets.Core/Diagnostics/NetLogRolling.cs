namespace NetCmdlets.Diagnostics;

/// <summary>When a log goes on in a new file; the file's name then carries the date.</summary>
public enum NetLogRolling
{
    /// <summary>Never by time.</summary>
    Infinite,

    /// <summary>Every year.</summary>
    Year,

    /// <summary>Every month.</summary>
    Month,

    /// <summary>Every day.</summary>
    Day,

    /// <summary>Every hour.</summary>
    Hour,

    /// <summary>Every minute.</summary>
    Minute,
}
