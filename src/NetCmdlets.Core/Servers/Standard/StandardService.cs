namespace NetCmdlets;

/// <summary>The small services of the early Internet, good for measuring and trying out.</summary>
public enum StandardService
{
    /// <summary>Takes everything and answers nothing (RFC 863).</summary>
    Discard,

    /// <summary>Sends lines of printable characters as fast as they are read (RFC 864).</summary>
    Chargen,

    /// <summary>Sends the date and time as a line of text and closes (RFC 867).</summary>
    Daytime,

    /// <summary>Sends the seconds since 1900 in four bytes, big-endian, and closes (RFC 868).</summary>
    Time,

    /// <summary>Sends a quote of at most 512 characters and closes (RFC 865).</summary>
    QuoteOfTheDay,
}
