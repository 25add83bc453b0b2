using System.Globalization;
using System.Text;

namespace NetCmdlets.Reporting;

/// <summary>
/// Results as a page: a summary, a table for each kind, and plots of latencies and of what was sampled over time. One
/// file without a script; whatever a peer sent is text in it and nothing else.
/// </summary>
public static class HtmlReport
{
    /// <summary>How many bars the plot of latencies has at most; the longest are shown.</summary>
    public const int MostBars = 60;

    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    private const string Style = """
        body { font: 14px/1.45 system-ui, sans-serif; color: #222; background: #fff; }
        body { margin: 2em auto; max-width: 62em; padding: 0 1em; }
        h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin: 1.6em 0 .4em; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .25em .6em; border-bottom: 1px solid #ddd; vertical-align: top; }
        th, td { overflow-wrap: anywhere; }
        td.time { text-align: right; white-space: nowrap; }
        .passed { color: #17692d; } .failed { color: #a5141a; font-weight: 600; } .skipped { color: #666; }
        svg { display: block; max-width: 100%; height: auto; margin: .4em 0; font: 12px system-ui, sans-serif; }
        .bar { fill: #3b6ea5; } .bad { fill: #a5141a; } .dot { fill: #3b6ea5; } .grid { stroke: #ddd; }
        .line { fill: none; stroke: #3b6ea5; stroke-width: 2; }
        """;

    /// <summary>The page's text.</summary>
    /// <param name="title">What the report is called.</param>
    /// <param name="entries">The results; those of a suite are put together, in the order in which they are.</param>
    /// <param name="made">When it was made.</param>
    public static string Render(string title, IReadOnlyList<ReportEntry> entries, DateTimeOffset made)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(entries);
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append(Plain, $"<title>{ReportText.Html(title)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n")
            .Append(Plain, $"<h1>{ReportText.Html(title)}</h1>\n<p>")
            .Append(Count(entries, true, "passed")).Append(", ")
            .Append(Count(entries, false, "failed")).Append(", ")
            .Append(Count(entries, null, "skipped"))
            .Append(Plain, $". {made.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)}</p>\n");
        foreach (IGrouping<string, ReportEntry> suite in entries.GroupBy(entry => entry.Suite))
            Table(page, suite);
        Latencies(page, entries);
        foreach (ReportEntry entry in entries)
        {
            foreach (ReportSeries series in entry.Series.Where(series => series.Values.Any(double.IsFinite)))
            {
                string about = $"{series.Name}: {entry.Name}";
                page.Append(Plain, $"<h2>{ReportText.Html(about)}</h2>\n").Append(SvgPlot.Line(about, series.Values));
            }
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Table(StringBuilder page, IGrouping<string, ReportEntry> suite)
    {
        page.Append(Plain, $"<h2>{ReportText.Html(suite.Key)}</h2>\n<table>\n")
            .Append("<thead><tr><th>Result</th><th>Target</th><th>Name</th><th>Detail</th><th>Time</th></tr></thead>\n")
            .Append("<tbody>\n");
        foreach (ReportEntry entry in suite)
        {
            string word = Word(entry.Passed);
            page.Append(Plain, $"<tr><td class=\"{word}\">{word}</td><td>{ReportText.Html(entry.Target)}</td>")
                .Append(Plain, $"<td>{ReportText.Html(entry.Name)}</td><td>{ReportText.Html(entry.Detail)}</td>")
                .Append(Plain, $"<td class=\"time\">{ReportText.Time(entry.Elapsed)}</td></tr>\n");
        }

        page.Append("</tbody>\n</table>\n");
    }

    private static void Latencies(StringBuilder page, IReadOnlyList<ReportEntry> entries)
    {
        var all = entries
            .SelectMany(entry => entry.Latencies.Select(latency =>
                (Label: $"{entry.Name} {latency.Name}", latency.Time, Bad: entry.Passed == false)))
            .ToList();
        if (all.Count == 0)
            return;
        page.Append("<h2>Latencies</h2>\n");
        if (all.Count > MostBars)
        {
            page.Append(Plain, $"<p>The {MostBars} longest of {all.Count}.</p>\n");
            all = [.. all.OrderByDescending(bar => bar.Time).Take(MostBars)];
        }

        page.Append(SvgPlot.Bars("Latencies", all));
    }

    private static string Count(IReadOnlyList<ReportEntry> entries, bool? passed, string word)
        => $"<span class=\"{word}\">{entries.Count(entry => entry.Passed == passed)} {word}</span>";

    private static string Word(bool? passed) => passed switch
    {
        true => "passed",
        false => "failed",
        null => "skipped",
    };
}
