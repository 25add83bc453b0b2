using System.Globalization;
using System.Net;
using System.Xml;

namespace NetCmdlets.Reporting;

/// <summary>Texts and numbers as reports have them: the same in every culture, and nothing that a file cannot hold.</summary>
public static class ReportText
{
    /// <summary>A text without the characters that XML cannot carry (XML 1.0, section 2.2).</summary>
    public static string Clean(string text)
    {
        ReadOnlySpan<char> all = text;
        char[] clean = all.ToArray();
        for (int i = 0; i < clean.Length; i++)
        {
            if (XmlConvert.IsXmlChar(clean[i]))
                continue;
            if (i + 1 < clean.Length && XmlConvert.IsXmlSurrogatePair(clean[i + 1], clean[i]))
                i++;
            else
                clean[i] = '\uFFFD';
        }

        return new string(clean);
    }

    /// <summary>A text for HTML and SVG, in an element or a quoted attribute.</summary>
    public static string Html(string text) => WebUtility.HtmlEncode(Clean(text));

    /// <summary>Seconds to the microsecond.</summary>
    public static string Seconds(TimeSpan? time)
        => (time ?? TimeSpan.Zero).TotalSeconds.ToString("0.000000", CultureInfo.InvariantCulture);

    /// <summary>A time for people.</summary>
    public static string Time(TimeSpan? time) => time switch
    {
        null => "",
        { TotalMilliseconds: < 1 } => Number(time.Value.TotalMicroseconds, "0.#") + " µs",
        { TotalSeconds: < 1 } => Number(time.Value.TotalMilliseconds, "0.##") + " ms",
        _ => Number(time.Value.TotalSeconds, "0.###") + " s",
    };

    /// <summary>A number with a point.</summary>
    public static string Number(double value, string format = "0.##")
        => value.ToString(format, CultureInfo.InvariantCulture);
}
