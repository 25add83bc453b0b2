namespace NetCmdlets.Diagnostics;

/// <summary>How an event is written to a log file.</summary>
public enum NetLogFormat
{
    /// <summary>One line of text an event, for people.</summary>
    Text,

    /// <summary>One JSON object a line (compact log event format), for programs.</summary>
    Json,
}
