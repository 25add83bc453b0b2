namespace NetCmdlets.Benchmarks.Reporting;

/// <summary>A table as Markdown, its columns padded so that it reads as plain text too.</summary>
internal sealed class MarkdownTable(params string[] header)
{
    private readonly List<string[]> rows = [header];

    public void Add(params string[] cells) => rows.Add(cells);

    public void WriteTo(TextWriter writer)
    {
        int[] widths = [.. header.Select((_, column) => Math.Max(3, rows.Max(row => row[column].Length)))];
        WriteRow(writer, header, widths);
        // The first column is text, the others are figures.
        writer.WriteLine($"| {string.Join(" | ", widths.Select((width, column) =>
            column == 0 ? new string('-', width) : new string('-', width - 1) + ":"))} |");
        foreach (string[] row in rows.Skip(1))
            WriteRow(writer, row, widths);
    }

    private static void WriteRow(TextWriter writer, string[] row, int[] widths)
        => writer.WriteLine($"| {string.Join(" | ", row.Select((cell, column) =>
            column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])))} |");
}
