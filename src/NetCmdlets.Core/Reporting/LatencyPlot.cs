using System.Globalization;
using System.Text;

namespace NetCmdlets.Reporting;

/// <summary>A row of the plot of latencies.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Latency">How long it took.</param>
/// <param name="IsBad">Whether its result went wrong.</param>
internal sealed record LatencyRow(string Label, ReportLatency Latency, bool IsBad);

/// <summary>
/// Latencies on one logarithmic scale, a row each: microseconds and seconds stand in one plot and both can be read.
/// </summary>
internal static class LatencyPlot
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    private const int LabelWidth = 330;
    private const int ScaleWidth = 360;
    private const int TextWidth = 210;
    private const int RowHeight = 20;
    private const int Top = 24;

    // Of a wide font at 12 pixels.
    private const int MostLetters = 44;
    private static readonly TimeSpan Least = TimeSpan.FromMicroseconds(1);

    /// <summary>Draws the rows in their order.</summary>
    public static string Draw(IReadOnlyList<LatencyRow> rows)
    {
        int first = (int)Math.Floor(rows.Min(row => Power(row.Latency.Minimum ?? row.Latency.Time)));
        int last = Math.Max(
            first + 1, (int)Math.Ceiling(rows.Max(row => Power(row.Latency.Maximum ?? row.Latency.Time))));
        int bottom = Top + (rows.Count * RowHeight);
        StringBuilder svg = Svg.Begin("Latencies", LabelWidth + ScaleWidth + TextWidth, bottom + 6);
        for (int power = first; power <= last; power++)
        {
            string x = ReportText.Number(LabelWidth + (ScaleWidth * (double)(power - first) / (last - first)));
            svg.Append(Plain, $"<line class=\"grid\" x1=\"{x}\" y1=\"{Top - 4}\" x2=\"{x}\" y2=\"{bottom}\"/>")
                .Append(Plain, $"<text class=\"axis\" x=\"{x}\" y=\"{Top - 10}\" text-anchor=\"middle\">")
                .Append(Plain, $"{ReportText.Time(TimeSpan.FromMicroseconds(Math.Pow(10, power)))}</text>\n");
        }

        for (int i = 0; i < rows.Count; i++)
            Row(svg, rows[i], Top + (i * RowHeight) + (RowHeight / 2));
        return svg.Append("</svg>\n").ToString();

        void Row(StringBuilder to, LatencyRow row, int y)
        {
            ReportLatency latency = row.Latency;
            to.Append(Plain, $"<g{(row.IsBad ? " class=\"bad\"" : "")}><text x=\"{LabelWidth - 12}\" y=\"{y + 4}\" ")
                .Append(Plain, $"text-anchor=\"end\"><title>{ReportText.Html(row.Label)}</title>")
                .Append(Plain, $"{ReportText.Html(Svg.Shorten(row.Label, MostLetters))}</text>");
            string text = ReportText.Time(latency.Time);
            if (latency is { Minimum: { } shortest, Maximum: { } longest })
            {
                text += $" ({ReportText.Time(shortest)} – {ReportText.Time(longest)})";
                Reach(to, X(shortest), y, X(longest), y);
                foreach (TimeSpan tick in latency.Percentiles)
                    Reach(to, X(tick), y - 4, X(tick), y + 4);
            }

            to.Append(Plain, $"<circle class=\"mark\" cx=\"{X(latency.Time)}\" cy=\"{y}\" r=\"4\"/>")
                .Append(Plain, $"<text x=\"{LabelWidth + ScaleWidth + 12}\" y=\"{y + 4}\">{text}</text></g>\n");
        }

        string X(TimeSpan time)
            => ReportText.Number(LabelWidth + (ScaleWidth * (Power(time) - first) / (last - first)));
    }

    private static void Reach(StringBuilder to, string x1, int y1, string x2, int y2)
        => to.Append(Plain, $"<line class=\"reach\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>");

    private static double Power(TimeSpan time) => Math.Log10((time < Least ? Least : time).TotalMicroseconds);
}
