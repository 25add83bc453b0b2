using System.Globalization;
using System.Text;

namespace NetCmdlets.Reporting;

/// <summary>
/// Results as a page: a summary, a table for each kind, and plots of latencies and of what was sampled over time. One
/// file without a script; whatever a peer sent is text in it and nothing else.
/// </summary>
public static class HtmlReport
{
    /// <summary>How many rows the plot of latencies has at most; the longest are shown.</summary>
    public const int MostLatencies = 60;

    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    private const string Style = """
        :root { color-scheme: light dark; --text: #222; --back: #fff; --faint: #666; --rule: #ddd;
          --good: #17692d; --bad: #a5141a; --mark: #2f6096; --area: #2f609622; }
        @media (prefers-color-scheme: dark) { :root { --text: #ddd; --back: #181a1d; --faint: #9a9a9a; --rule: #3a3d42;
          --good: #6cc48a; --bad: #ff8a8a; --mark: #7fb2ec; --area: #7fb2ec22; } }
        body { font: 14px/1.45 system-ui, sans-serif; color: var(--text); background: var(--back); }
        body { margin: 2em auto; max-width: 64em; padding: 0 1em; }
        h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin: 1.8em 0 .4em; }
        h3 { font-size: 1em; margin: 1.2em 0 0; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .25em .8em .25em 0; border-bottom: 1px solid var(--rule); }
        th, td { vertical-align: top; white-space: nowrap; }
        th { color: var(--faint); font-weight: 600; }
        th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; }
        td.text { white-space: normal; overflow-wrap: anywhere; min-width: 14em; }
        details { max-width: 60em; } summary { cursor: pointer; }
        .passed { color: var(--good); } .failed { color: var(--bad); font-weight: 600; }
        .skipped { color: var(--faint); }
        svg { display: block; max-width: 100%; height: auto; margin: .4em 0; font: 12px system-ui, sans-serif; }
        svg text { fill: var(--text); } svg .axis { fill: var(--faint); }
        .grid { stroke: var(--rule); } .mark { fill: var(--mark); stroke: none; } .reach { stroke: var(--mark); }
        .bad .mark { fill: var(--bad); } .bad .reach { stroke: var(--bad); }
        .line { fill: none; stroke: var(--mark); stroke-width: 2; } .area { fill: var(--area); stroke: none; }
        @media print { body { margin: 0; max-width: none; } }
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
            HtmlTable.Append(page, suite.Key, [.. suite]);
        Latencies(page, entries);
        Series(page, entries);
        return page.Append("</body>\n</html>\n").ToString();
    }

    /// <summary>The word for a verdict, which is its style, too.</summary>
    internal static string Word(bool? passed) => passed switch
    {
        true => "passed",
        false => "failed",
        null => "skipped",
    };

    private static void Latencies(StringBuilder page, IReadOnlyList<ReportEntry> entries)
    {
        List<LatencyRow> all = [.. entries.SelectMany(entry => entry.Latencies
            .Select(latency => new LatencyRow(LabelOf(entry, latency), latency, entry.Passed == false)))];
        if (all.Count == 0)
            return;
        page.Append("<h2>Latencies</h2>\n<p>On a logarithmic scale.");
        if (all.Any(row => row.Latency.Minimum is not null))
            page.Append(" Of many, a line from the shortest to the longest, a dot at the median, ticks at p95, p99.");
        if (all.Count > MostLatencies)
        {
            page.Append(Plain, $" The {MostLatencies} longest of {all.Count}.");
            all = [.. all.OrderByDescending(row => row.Latency.Time).Take(MostLatencies)];
        }

        page.Append("</p>\n").Append(LatencyPlot.Draw(all));
    }

    // 'Elapsed' says no more than the row.
    private static string LabelOf(ReportEntry entry, ReportLatency latency)
    {
        string name = entry.Label.Length > 0 ? entry.Label : entry.Title;
        string target = entry.Name.Length > 0 && entry.Target.Length > 0 ? $" ({entry.Target})" : "";
        return latency.Name == "Elapsed" ? name + target : $"{name}{target}: {latency.Name}";
    }

    private static void Series(StringBuilder page, IReadOnlyList<ReportEntry> entries)
    {
        ReportEntry[] sampled =
            [.. entries.Where(entry => entry.Series.Any(series => series.Values.Any(double.IsFinite)))];
        if (sampled.Length == 0)
            return;
        page.Append("<h2>Over time</h2>\n");
        foreach (ReportEntry entry in sampled)
        {
            foreach (ReportSeries series in entry.Series.Where(series => series.Values.Any(double.IsFinite)))
            {
                string about = $"{entry.Title}: {series.Name}";
                page.Append(Plain, $"<h3>{ReportText.Html(about)}</h3>\n")
                    .Append(SeriesPlot.Draw(about, series.Values));
            }
        }
    }

    private static string Count(IReadOnlyList<ReportEntry> entries, bool? passed, string word)
        => $"<span class=\"{word}\">{entries.Count(entry => entry.Passed == passed)} {word}</span>";
}
