namespace NetCmdlets;

/// <summary>
/// The small services of the early Internet, good for measuring and trying out. Over UDP whatever a datagram holds is
/// answered with one datagram, or by Discard with none.
/// </summary>
public enum StandardService
{
    /// <summary>Takes everything and answers nothing (RFC 863).</summary>
    Discard,

    /// <summary>
    /// Sends lines of printable characters as fast as they are read; over UDP 0 to 512 of them, as chance has it
    /// (RFC 864).
    /// </summary>
    Chargen,

    /// <summary>Sends the date and time as a line of text and closes (RFC 867).</summary>
    Daytime,

    /// <summary>Sends the seconds since 1900 in four bytes, big-endian, and closes (RFC 868).</summary>
    Time,

    /// <summary>Sends a quote of at most 512 characters and closes (RFC 865).</summary>
    QuoteOfTheDay,
}
