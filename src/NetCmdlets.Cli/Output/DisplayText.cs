using System.Collections;
using System.Globalization;
using System.Net.Sockets;
using System.Numerics;

namespace NetCmdlets.Cli.Output;

/// <summary>Values as people read them in a table.</summary>
internal static class DisplayText
{
    /// <summary>A count from here on is written by its power of ten.</summary>
    private static readonly BigInteger LargeCount = 10_000_000_000;

    /// <summary>A value's text; empty where it is absent.</summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => OnOneLine(text),
        TimeSpan time => Of(time),
        DateTimeOffset at => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateTime at => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        double number => number.ToString("G6", CultureInfo.InvariantCulture),
        BigInteger number when BigInteger.Abs(number) >= LargeCount
            => number.ToString("0.###e+0", CultureInfo.InvariantCulture),
        byte[] bytes => bytes.Length > 16 ? $"{bytes.Length} bytes" : Convert.ToHexString(bytes),
        UnixDomainSocketEndPoint path => path.ToString(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable many => string.Join(", ", many.Cast<object?>().Select(Of)),
        _ => OnOneLine(value.ToString() ?? ""),
    };

    /// <summary>A time with the unit that suits it: 12.3 µs, 4.56 ms, 1.234 s, 1:02:03.</summary>
    public static string Of(TimeSpan time)
    {
        double milliseconds = Math.Abs(time.TotalMilliseconds);
        return milliseconds switch
        {
            0 => "0",
            < 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0.#} µs"),
            < 1000 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.##} ms"),
            < 60_000 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s"),
            _ => time.ToString(time.Days > 0 ? @"d\.hh\:mm\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>What a peer sent must not steer the terminal: control characters are shown, not obeyed.</summary>
    public static string OnOneLine(string text)
    {
        if (!text.Any(char.IsControl))
            return text;
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
