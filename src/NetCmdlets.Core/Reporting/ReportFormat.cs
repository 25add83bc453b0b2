namespace NetCmdlets.Reporting;

/// <summary>What kind of file a report is.</summary>
public enum ReportFormat
{
    /// <summary>JUnit XML, which build servers read.</summary>
    JUnit,

    /// <summary>A page for people, in one file without a script.</summary>
    Html,
}
