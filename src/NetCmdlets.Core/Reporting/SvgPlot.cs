using System.Globalization;
using System.Text;

namespace NetCmdlets.Reporting;

/// <summary>Plots as SVG that stands in a page: no script, no link, nothing from elsewhere.</summary>
internal static class SvgPlot
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    private const int Width = 760;
    private const int LabelWidth = 320;
    private const int RowHeight = 20;
    private const int PlotHeight = 180;
    private const int Margin = 60;

    /// <summary>Latencies as bars on one scale, each with its value.</summary>
    public static string Bars(string title, IReadOnlyList<(string Label, TimeSpan Time, bool Bad)> bars)
    {
        double longest = Math.Max(1, bars.Max(bar => bar.Time.Ticks));
        int height = (bars.Count * RowHeight) + 10;
        StringBuilder svg = Begin(title, height);
        for (int i = 0; i < bars.Count; i++)
        {
            (string label, TimeSpan time, bool bad) = bars[i];
            int y = (i * RowHeight) + 5;
            double width = (Width - LabelWidth - 90) * (time.Ticks / longest);
            string end = ReportText.Number(LabelWidth + width + 6);
            svg.Append(Plain, $"<text x=\"{LabelWidth - 8}\" y=\"{y + 13}\" text-anchor=\"end\">")
                .Append(Plain, $"{ReportText.Html(Short(label))}</text>")
                .Append(Plain, $"<rect class=\"{(bad ? "bad" : "bar")}\" x=\"{LabelWidth}\" y=\"{y + 2}\" ")
                .Append(Plain, $"width=\"{ReportText.Number(Math.Max(1, width))}\" height=\"{RowHeight - 6}\"/>")
                .Append(Plain, $"<text x=\"{end}\" y=\"{y + 13}\">{ReportText.Time(time)}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Values over time as a line, one a second; what is no number is a gap.</summary>
    public static string Line(string title, IReadOnlyList<double> values)
    {
        double highest = values.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        double scale = highest > 0 ? highest : 1;
        double step = (Width - Margin - 20.0) / Math.Max(1, values.Count - 1);
        StringBuilder svg = Begin(title, PlotHeight + 40);
        foreach (double part in new[] { 0, 0.5, 1 })
        {
            string y = ReportText.Number(Y(scale * part));
            svg.Append(Plain, $"<line class=\"grid\" x1=\"{Margin}\" y1=\"{y}\" x2=\"{Width - 20}\" y2=\"{y}\"/>")
                .Append(Plain, $"<text x=\"{Margin - 6}\" y=\"{y}\" dy=\"4\" text-anchor=\"end\">")
                .Append(Plain, $"{Compact(scale * part)}</text>\n");
        }

        var points = new List<(string X, string Y)>();
        for (int i = 0; i <= values.Count; i++)
        {
            if (i < values.Count && double.IsFinite(values[i]))
            {
                points.Add((ReportText.Number(Margin + (i * step)), ReportText.Number(Y(values[i]))));
                continue;
            }

            if (points.Count == 1)
                svg.Append(Plain, $"<circle class=\"dot\" cx=\"{points[0].X}\" cy=\"{points[0].Y}\" r=\"3\"/>\n");
            else if (points.Count > 1)
                svg.Append(Plain, $"<polyline class=\"line\" points=\"{Joined(points)}\"/>\n");
            points.Clear();
        }

        return svg
            .Append(Plain, $"<text x=\"{Margin}\" y=\"{PlotHeight + 34}\">1 s</text>")
            .Append(Plain, $"<text x=\"{Width - 20}\" y=\"{PlotHeight + 34}\" text-anchor=\"end\">")
            .Append(Plain, $"{values.Count} s</text>\n")
            .Append("</svg>\n").ToString();

        static string Joined(List<(string X, string Y)> points)
            => string.Join(' ', points.Select(point => $"{point.X},{point.Y}"));

        double Y(double value) => 10 + ((1 - (value / scale)) * PlotHeight);
    }

    private static StringBuilder Begin(string title, int height) => new StringBuilder()
        .Append(Plain, $"<svg viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" role=\"img\" ")
        .Append(Plain, $"xmlns=\"http://www.w3.org/2000/svg\"><title>{ReportText.Html(title)}</title>\n");

    private static string Short(string label) => label.Length <= 42 ? label : label[..41] + "…";

    private static string Compact(double value) => value switch
    {
        >= 1e9 => ReportText.Number(value / 1e9) + " G",
        >= 1e6 => ReportText.Number(value / 1e6) + " M",
        >= 1e4 => ReportText.Number(value / 1e3) + " k",
        _ => ReportText.Number(value),
    };
}
