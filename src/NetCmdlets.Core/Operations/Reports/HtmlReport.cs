using System.Globalization;
using System.Net;
using System.Text;

namespace NetCmdlets.Operations.Reports;

/// <summary>Entries as one HTML page that needs nothing else: a table, and a plot for what changed over time.</summary>
public static class HtmlReport
{
    private const string Style = """
        body{font:15px/1.4 system-ui,sans-serif;margin:2em auto;max-width:60em;padding:0 1em;color:#222;background:#fff}
        table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3em .6em;border-bottom:1px solid #ddd;
        vertical-align:top}.p{color:#17692f}.f{color:#b3261e;font-weight:600}.n{color:#666}.r{text-align:right;
        white-space:nowrap}svg{max-width:100%;height:auto;margin:1em 0}svg text{font-size:11px;fill:#444}
        .y{text-anchor:end}.g{stroke:#ddd;fill:none}.l{stroke:#1a5fb4;stroke-width:2;fill:none}
        """;

    /// <summary>The page.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="entries">What it tells.</param>
    /// <param name="made">When it was made.</param>
    public static string Render(string title, IReadOnlyList<ReportEntry> entries, DateTimeOffset made)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>{Text(title)}</title>
            <meta name="viewport" content="width=device-width"><style>{Style}</style></head><body>
            <h1>{Text(title)}</h1>
            <p>{made:yyyy-MM-dd HH:mm:ss zzz}: {entries.Count(entry => entry.Passed == true)} passed,
            {entries.Count(entry => entry.Passed == false)} failed,
            {entries.Count(entry => entry.Passed is null && !entry.IsMeasurement)} not run,
            {entries.Count(entry => entry.IsMeasurement)} measured.</p>
            <table><thead><tr><th>Target</th><th>What</th><th>Result</th><th class="r">Time</th><th>Evidence</th></tr></thead>
            <tbody>

            """);
        foreach (ReportEntry entry in entries)
        {
            (string style, string word) = entry switch
            {
                { IsMeasurement: true } => ("n", "measured"),
                { Passed: true } => ("p", "passed"),
                { Passed: false } => ("f", "failed"),
                _ => ("n", "not run"),
            };
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(entry.Target)}</td><td>{Text(entry.Name)}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td class=\"{style}\">{word}</td><td class=\"r\">{Time(entry.Elapsed)}</td>");
            html.Append(CultureInfo.InvariantCulture, $"<td>{Text(entry.Evidence)}</td></tr>\n");
        }

        html.Append("</tbody></table>\n");
        foreach (ReportEntry entry in entries)
        {
            string plots = string.Concat(entry.Series.Select(LinePlot.Render));
            if (plots.Length > 0)
                html.Append(CultureInfo.InvariantCulture, $"<h2>{Text(entry.Target)}: {Text(entry.Name)}</h2>\n{plots}\n");
        }

        return html.Append("</body></html>\n").ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Time(TimeSpan? time) => time is TimeSpan known
        ? known.TotalSeconds < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalMilliseconds:0.###} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:0.00} s")
        : "";
}
