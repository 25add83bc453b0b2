namespace NetCmdlets;

/// <summary>How a report is written.</summary>
public enum ReportFormat
{
    /// <summary>One HTML page with a table and plots, without script.</summary>
    Html,

    /// <summary>JUnit XML, which build servers read.</summary>
    JUnit,
}
