using System.Globalization;
using System.Text;

namespace NetCmdlets.Reporting;

/// <summary>Values over time as a line over its area, one value a second; what is no number is a gap.</summary>
internal static class SeriesPlot
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    private const int Width = 900;
    private const int Left = 70;
    private const int Right = 20;
    private const int Top = 12;
    private const int Height = 170;
    private const int MostStepsUp = 4;
    private const int MostStepsAcross = 12;
    private static readonly int[] Factors = [1, 2, 5, 10];

    /// <summary>Draws the values from the first second to the last.</summary>
    public static string Draw(string title, IReadOnlyList<double> values)
    {
        double highest = values.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        double step = StepOf(highest > 0 ? highest : 1, MostStepsUp);
        double top = step * Math.Ceiling((highest > 0 ? highest : 1) / step);
        StringBuilder svg = Svg.Begin(title, Width, Top + Height + 26);
        for (double value = 0; value <= top * 1.001; value += step)
        {
            string y = ReportText.Number(Y(value));
            svg.Append(Plain, $"<line class=\"grid\" x1=\"{Left}\" y1=\"{y}\" x2=\"{Width - Right}\" y2=\"{y}\"/>")
                .Append(Plain, $"<text class=\"axis\" x=\"{Left - 8}\" y=\"{y}\" dy=\"4\" text-anchor=\"end\">")
                .Append(Plain, $"{Compact(value)}</text>\n");
        }

        int seconds = (int)Math.Max(1, StepOf(values.Count, MostStepsAcross));
        for (int second = seconds; second <= values.Count; second += seconds)
        {
            svg.Append(Plain, $"<text class=\"axis\" x=\"{XText(second - 1)}\" y=\"{Top + Height + 18}\" ")
                .Append(Plain, $"text-anchor=\"middle\">{second} s</text>\n");
        }

        Lines(svg, values);
        for (int i = 0; i < values.Count; i++)
        {
            if (double.IsFinite(values[i]))
                svg.Append(Plain, $"<circle class=\"mark\" cx=\"{XText(i)}\" cy=\"{YText(i)}\" r=\"3\">")
                    .Append(Plain, $"<title>{i + 1} s: {ReportText.Number(values[i])}</title></circle>\n");
        }

        return svg.Append("</svg>\n").ToString();

        void Lines(StringBuilder to, IReadOnlyList<double> all)
        {
            string bottom = ReportText.Number(Y(0));
            for (int from = 0; from < all.Count; from++)
            {
                int count = all.Skip(from).TakeWhile(double.IsFinite).Count();
                if (count > 1)
                {
                    string points = string.Join(
                        ' ', Enumerable.Range(from, count).Select(i => $"{XText(i)},{YText(i)}"));
                    to.Append(Plain, $"<polygon class=\"area\" points=\"{XText(from)},{bottom} {points} ")
                        .Append(Plain, $"{XText(from + count - 1)},{bottom}\"/>")
                        .Append(Plain, $"<polyline class=\"line\" points=\"{points}\"/>\n");
                }

                from += count;
            }
        }

        string XText(int index) => ReportText.Number(X(index));

        string YText(int index) => ReportText.Number(Y(values[index]));

        // A single value stands in the middle.
        double X(int index) => values.Count == 1
            ? (Left + Width - Right) / 2.0
            : Left + ((Width - Left - Right) * (double)index / (values.Count - 1));

        double Y(double value) => Top + ((1 - (value / top)) * Height);
    }

    // 1, 2 or 5 times a power of ten, so that no more steps than so many reach the end.
    private static double StepOf(double end, int most)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(end / most)));
        return Factors.Select(factor => factor * power).First(step => end / step <= most * 1.0001);
    }

    private static string Compact(double value) => value switch
    {
        >= 1e9 => ReportText.Number(value / 1e9) + " G",
        >= 1e6 => ReportText.Number(value / 1e6) + " M",
        >= 1e4 => ReportText.Number(value / 1e3) + " k",
        _ => ReportText.Number(value, "0.######"),
    };
}
