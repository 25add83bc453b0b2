using System.Collections;
using System.Globalization;
using System.Net.Sockets;
using System.Numerics;

namespace NetCmdlets.Cli.Output;

/// <summary>The values of results as a table has them.</summary>
internal static class CellText
{
    /// <summary>A value's text; empty where it is absent.</summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => DisplayText.OnOneLine(text),
        TimeSpan time => DisplayText.Time(time, CultureInfo.InvariantCulture),
        DateTimeOffset at => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateTime at => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        double number => number.ToString("G6", CultureInfo.InvariantCulture),
        BigInteger number => DisplayText.Count(number),
        byte[] bytes => bytes.Length > 16 ? $"{bytes.Length} bytes" : Convert.ToHexString(bytes),
        UnixDomainSocketEndPoint path => path.ToString(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable many => string.Join(", ", many.Cast<object?>().Select(Of)),
        _ => DisplayText.OnOneLine(value.ToString()),
    };
}
