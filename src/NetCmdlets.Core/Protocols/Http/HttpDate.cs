using System.Globalization;

namespace NetCmdlets.Protocols.Http;

/// <summary>Dates of header fields (RFC 9110, section 5.6.7).</summary>
public static class HttpDate
{
    // The one that is written, and the two obsolete ones that must be read.
    private static readonly string[] Formats =
    [
        "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        "dddd, dd-MMM-yy HH:mm:ss 'GMT'",
        "ddd MMM d HH:mm:ss yyyy",
    ];

    private static Formatted last = new(0, "");

    /// <summary>The date as a field has it: 'Sun, 06 Nov 1994 08:49:37 GMT'.</summary>
    public static string Format(DateTimeOffset time)
    {
        // Every response of a second has the same.
        long second = time.UtcTicks / TimeSpan.TicksPerSecond;
        Formatted before = Volatile.Read(ref last);
        if (before.Second == second && before.Text.Length > 0)
            return before.Text;
        string text = time.ToUniversalTime().ToString("r", CultureInfo.InvariantCulture);
        Volatile.Write(ref last, new Formatted(second, text));
        return text;
    }

    /// <summary>A date in one of the three forms, to the second; null where it is none.</summary>
    public static DateTimeOffset? TryParse(string? text)
        => DateTimeOffset.TryParseExact(
            text,
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AllowInnerWhite | DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time)
            ? time
            : null;

    private sealed record Formatted(long Second, string Text);
}
