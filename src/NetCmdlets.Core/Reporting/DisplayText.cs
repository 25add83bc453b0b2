using System.Globalization;
using System.Numerics;

namespace NetCmdlets;

/// <summary>Values as people read them in a table: the format views of PowerShell and the command line share it.</summary>
public static class DisplayText
{
    /// <summary>A count from here on is written by its power of ten.</summary>
    private static readonly BigInteger LargeCount = 10_000_000_000;

    /// <summary>A time with the unit that suits it: 12.3 us, 4.56 ms, 1.23 s, 1:02:03; empty where there is none.</summary>
    /// <param name="time">The time.</param>
    /// <param name="culture">Whose decimal mark to use; null for the current culture's.</param>
    public static string Time(TimeSpan? time, IFormatProvider? culture = null)
    {
        if (time is not { } span)
            return "";
        culture ??= CultureInfo.CurrentCulture;
        return Math.Abs(span.TotalMilliseconds) switch
        {
            0 => "0",
            < 1 => string.Create(culture, $"{span.TotalMicroseconds:0.0} us"),
            < 1000 => string.Create(culture, $"{span.TotalMilliseconds:0.00} ms"),
            < 60_000 => string.Create(culture, $"{span.TotalSeconds:0.00} s"),
            _ => span.ToString(span.Days > 0 ? @"d\.hh\:mm\:ss" : @"h\:mm\:ss", culture),
        };
    }

    /// <summary>A count: all its digits while they are few, then its power of ten (1.209e+24).</summary>
    public static string Count(BigInteger count) => BigInteger.Abs(count) >= LargeCount
        ? count.ToString("0.###e+0", CultureInfo.InvariantCulture)
        : count.ToString(CultureInfo.InvariantCulture);

    /// <summary>A time in a message, in seconds: '0.25 s'. Messages are the same in every culture.</summary>
    public static string Seconds(TimeSpan time)
        => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    /// <summary>
    /// A text in one line, its control characters written as escapes (\n, \t, \x1b): what a peer sent is shown, and
    /// does not steer the terminal. Empty where there is none.
    /// </summary>
    public static string OnOneLine(string? text)
    {
        if (text is null || !text.Any(char.IsControl))
            return text ?? "";
        return string.Concat(text.Select(c => c switch
        {
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ when char.IsControl(c) => $"\\x{(int)c:x2}",
            _ => c.ToString(),
        }));
    }
}
