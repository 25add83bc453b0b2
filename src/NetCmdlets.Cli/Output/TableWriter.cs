namespace NetCmdlets.Cli.Output;

/// <summary>
/// A table whose rows come as results come: the columns and widths are the view's, or the properties that fit. A
/// result of another type or group begins a new table; a single value is a line of its own.
/// </summary>
internal sealed class TableWriter(TextWriter output, int width, Type? declared) : IResultWriter
{
    /// <summary>The width of a table that goes to a file or a pipe.</summary>
    public const int DefaultWidth = 100;

    private const int PropertyWidth = 20;

    private Type? current;
    private View? view;
    private string? group;
    private IReadOnlyList<ViewColumn> columns = [];

    /// <inheritdoc/>
    public void Write(object result)
    {
        if (ResultShape.IsSimple(result))
        {
            output.WriteLine(CellText.Of(result));
            return;
        }

        Type type = ResultShape.TypeOf(result, declared);
        if (type != current)
            view = ViewCatalog.Find(type);
        string? groupOf = view?.Group?.Of(result);
        if (type != current || groupOf != group)
            Begin(type, groupOf);
        WriteRow(columns.Select(column => column.TextOf(result)));
        foreach (string line in ResultShape.LinesBelow(type, result))
            output.WriteLine(DisplayText.OnOneLine(line));
    }

    private void Begin(Type type, string? groupOf)
    {
        if (current is not null)
            output.WriteLine();
        current = type;
        group = groupOf;
        if (group is not null)
            output.WriteLine(group);
        columns = Fit(view?.Columns ?? [.. ResultShape.PropertiesOf(type)
            .Select(property => new ViewColumn(property.Name, [property.Name], PropertyWidth, false))]);
        WriteRow(columns.Select(column => column.Label));
        WriteRow(columns.Select(column => new string('-', column.Label.Length)));
    }

    /// <summary>The columns that fit the line; the last takes what is left.</summary>
    private List<ViewColumn> Fit(IReadOnlyList<ViewColumn> wanted)
    {
        var fitting = new List<ViewColumn>();
        int left = width;
        foreach (ViewColumn column in wanted)
        {
            int needed = Math.Max(column.Width, column.Label.Length);
            if (fitting.Count > 0 && needed > left)
                break;
            bool open = column.Width == 0;
            fitting.Add(column with { Width = open ? Math.Max(left, needed) : needed });
            left -= open ? left : needed + 1;
        }

        return fitting;
    }

    private void WriteRow(IEnumerable<string> texts)
    {
        string line = string.Join(' ', columns.Zip(texts, static (column, text) =>
        {
            string cut = text.Length <= column.Width ? text : string.Concat(text.AsSpan(0, column.Width - 1), "…");
            return column.AlignRight ? cut.PadLeft(column.Width) : cut.PadRight(column.Width);
        }));
        output.WriteLine(line.TrimEnd());
    }
}
