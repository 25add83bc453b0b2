using System.Globalization;
using System.Net;
using System.Text;

namespace NetCmdlets.Operations.Reports;

/// <summary>A series as a line in an inline SVG: no script, no font or picture from elsewhere.</summary>
internal static class LinePlot
{
    private const int Width = 640;
    private const int Height = 200;
    private const int Left = 70;
    private const int Right = 10;
    private const int Top = 30;
    private const int Bottom = 30;

    /// <summary>The SVG element; empty where there are no two values to join.</summary>
    public static string Render(ReportSeries series)
    {
        double[] known = [.. series.Values.Where(double.IsFinite)];
        if (known.Length < 2)
            return "";
        double highest = known.Max() > 0 ? known.Max() : 1;
        double step = (Width - Left - Right) / (double)Math.Max(1, series.Values.Count - 1);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" width=\"{Width}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"18\" class=\"t\">{WebUtility.HtmlEncode(series.Title)}</text>");
        foreach (double share in (ReadOnlySpan<double>)[0, 0.5, 1])
        {
            double y = Height - Bottom - (share * (Height - Top - Bottom));
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {y:0.#}H{Width - Right}\" class=\"g\"/>");
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{Left - 6}\" y=\"{y + 4:0.#}\" class=\"y\">{share * highest:G3} {WebUtility.HtmlEncode(series.Unit)}</text>");
        }

        svg.Append("<path d=\"");
        bool joined = false;
        for (int index = 0; index < series.Values.Count; index++)
        {
            double value = series.Values[index];
            // A second without a value leaves a gap in the line.
            if (double.IsFinite(value))
            {
                double x = Left + (index * step);
                double y = Height - Bottom - (value / highest * (Height - Top - Bottom));
                svg.Append(CultureInfo.InvariantCulture, $"{(joined ? 'L' : 'M')}{x:0.#} {y:0.#}");
            }

            joined = double.IsFinite(value);
        }

        svg.Append(CultureInfo.InvariantCulture, $"\" class=\"l\"/><text x=\"{Left}\" y=\"{Height - 8}\" class=\"t\">1 s</text>");
        svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{Width - Right}\" y=\"{Height - 8}\" class=\"y\">{series.Values.Count} s</text></svg>");
        return svg.ToString();
    }
}
