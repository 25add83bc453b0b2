using System.Collections;
using System.Globalization;
using System.Reflection;

namespace NetCmdlets.Cli.Output;

/// <summary>A column of a table.</summary>
/// <param name="Label">Its heading.</param>
/// <param name="Path">The property, and the property of that, and so on.</param>
/// <param name="Width">Its width; 0 for what is left of the line.</param>
/// <param name="AlignRight">Whether it is aligned to the right.</param>
internal sealed record ViewColumn(string Label, IReadOnlyList<string> Path, int Width, bool AlignRight)
{
    /// <summary>
    /// Properties that a computed column reads besides: a text among them is shown where the first is absent, and flags
    /// are shown by name where they are set.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> Alternatives { get; init; } = [];

    /// <summary>How the view writes a date or time; null for as every table does.</summary>
    public string? TimeFormat { get; init; }

    /// <summary>The column's text for a result.</summary>
    public string TextOf(object result)
    {
        object? value = ValueOf(result, Path);
        if (Alternatives.Count > 0 && value is bool)
        {
            return string.Join(", ", Alternatives.Prepend(Path)
                .Where(path => ValueOf(result, path) is true).Select(path => path[^1].ToLowerInvariant()));
        }

        if (TimeFormat is not null && value is DateTime or DateTimeOffset)
            return ((IFormattable)value).ToString(TimeFormat, CultureInfo.InvariantCulture);
        value ??= Alternatives.Select(path => ValueOf(result, path)).FirstOrDefault(other => other is string);
        bool shown = value is null || ResultShape.IsSimple(value) || ResultShape.IsRecord(value)
            || (value is IEnumerable many && many.Cast<object>().All(ResultShape.IsSimple));
        return shown ? CellText.Of(value) : "";
    }

    private static object? ValueOf(object result, IReadOnlyList<string> path)
    {
        object? value = result;
        foreach (string name in path)
        {
            // A path goes on within the core's own records only: '.TotalMilliseconds' is a matter of display.
            if (value is null || (value != result && !ResultShape.IsRecord(value)))
                break;
            PropertyInfo? property = value.GetType().GetProperty(name);
            if (property is null)
                return null;
            value = property.GetValue(value);
        }

        return value;
    }
}
