using System.Globalization;
using System.Text;

namespace NetCmdlets.Reporting;

/// <summary>What all plots have: SVG that stands in a page, with no script, no link, nothing from elsewhere.</summary>
internal static class Svg
{
    /// <summary>Begins a plot with its name for who cannot see it.</summary>
    public static StringBuilder Begin(string title, int width, int height) => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" ")
        .Append(CultureInfo.InvariantCulture, $"height=\"{height}\" role=\"img\" ")
        .Append(CultureInfo.InvariantCulture, $"xmlns=\"http://www.w3.org/2000/svg\">")
        .Append(CultureInfo.InvariantCulture, $"<title>{ReportText.Html(title)}</title>\n");

    /// <summary>A label cut to its room: the end tells more than the middle, so that is left out.</summary>
    public static string Shorten(string label, int most)
    {
        if (label.Length <= most)
            return label;
        int end = most / 2;
        int begin = most - end - 1;
        if (char.IsHighSurrogate(label[begin - 1]))
            begin--;
        int tail = label.Length - end;
        if (char.IsLowSurrogate(label[tail]))
            tail++;
        return $"{label[..begin]}…{label[tail..]}";
    }
}
