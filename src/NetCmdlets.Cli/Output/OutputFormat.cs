namespace NetCmdlets.Cli.Output;

/// <summary>How results are written to standard output.</summary>
internal enum OutputFormat
{
    /// <summary>A table for people, of the columns that the module's views show.</summary>
    Table,

    /// <summary>One JSON object a line, with all properties; times in seconds.</summary>
    Json,

    /// <summary>Comma-separated values with a head line (RFC 4180), with all properties; times in seconds.</summary>
    Csv,
}
