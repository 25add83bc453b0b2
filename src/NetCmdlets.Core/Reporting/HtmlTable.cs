using System.Globalization;
using System.Text;

namespace NetCmdlets.Reporting;

/// <summary>The results of one kind as a table: only columns that at least one of them fills.</summary>
internal static class HtmlTable
{
    // What is longer is folded away behind its beginning; a page without a script can do that.
    private const int MostInSight = 240;
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>Adds a heading and the table.</summary>
    public static void Append(StringBuilder page, string suite, IReadOnlyList<ReportEntry> entries)
    {
        string[] facts = [.. entries.SelectMany(entry => entry.Facts).Select(fact => fact.Name).Distinct()];
        bool hasTarget = entries.Any(entry => entry.Target.Length > 0);
        bool hasName = entries.Any(entry => entry.Name.Length > 0);
        bool hasDetail = entries.Any(entry => entry.Detail.Length > 0);
        bool hasTime = entries.Any(entry => entry.Elapsed is not null);
        page.Append(Plain, $"<h2>{ReportText.Html(suite)}</h2>\n<div class=\"wide\"><table>\n<thead><tr>");
        Head(page, "Result", true, false);
        Head(page, "Target", hasTarget, false);
        Head(page, "Name", hasName, false);
        foreach (string fact in facts)
            Head(page, fact, true, IsNumeric(entries, fact));
        Head(page, "Detail", hasDetail, false);
        Head(page, "Time", hasTime, true);
        page.Append("</tr></thead>\n<tbody>\n");
        foreach (ReportEntry entry in entries)
        {
            string word = HtmlReport.Word(entry.Passed);
            page.Append(Plain, $"<tr><td class=\"{word}\">{word}</td>");
            Cell(page, "", ReportText.Html(entry.Target), hasTarget);
            Cell(page, "text", ReportText.Html(entry.Name), hasName);
            foreach (string fact in facts)
            {
                string text = entry.Facts.FirstOrDefault(each => each.Name == fact)?.Text ?? "";
                Cell(page, IsNumeric(entries, fact) ? "number" : "", ReportText.Html(text), true);
            }

            Cell(page, "text", Folded(entry.Detail), hasDetail);
            Cell(page, "number", ReportText.Time(entry.Elapsed), hasTime);
            page.Append("</tr>\n");
        }

        page.Append("</tbody>\n</table></div>\n");
    }

    private static bool IsNumeric(IReadOnlyList<ReportEntry> entries, string fact) => entries
        .SelectMany(entry => entry.Facts)
        .Where(each => each.Name == fact && each.Text.Length > 0)
        .All(each => char.IsAsciiDigit(each.Text[0]));

    private static void Head(StringBuilder page, string text, bool shown, bool isNumber)
    {
        string style = isNumber ? " class=\"number\"" : "";
        if (shown)
            page.Append(Plain, $"<th scope=\"col\"{style}>{ReportText.Html(text)}</th>");
    }

    private static void Cell(StringBuilder page, string style, string html, bool shown)
    {
        if (shown)
            page.Append(Plain, $"<td{(style.Length > 0 ? $" class=\"{style}\"" : "")}>{html}</td>");
    }

    private static string Folded(string detail)
    {
        if (detail.Length <= MostInSight)
            return ReportText.Html(detail);
        // Not between the halves of a character.
        int end = char.IsHighSurrogate(detail[MostInSight - 1]) ? MostInSight - 1 : MostInSight;
        return $"<details><summary>{ReportText.Html(detail[..end])}…</summary>{ReportText.Html(detail)}</details>";
    }
}
