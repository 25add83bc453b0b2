using System.Collections;
using System.Reflection;

namespace NetCmdlets.Cli.Output;

/// <summary>A column of a table.</summary>
/// <param name="Label">Its heading.</param>
/// <param name="Path">The property, and the property of that, and so on.</param>
/// <param name="Width">Its width; 0 for what is left of the line.</param>
/// <param name="AlignRight">Whether it is aligned to the right.</param>
internal sealed record ViewColumn(string Label, IReadOnlyList<string> Path, int Width, bool AlignRight)
{
    /// <summary>The column's text for a result.</summary>
    public string TextOf(object result)
    {
        object? value = result;
        foreach (string name in Path)
        {
            // A path goes on within the core's own records only: '.TotalMilliseconds' is a matter of display.
            if (value is null || (value != result && !ResultShape.IsRecord(value)))
                break;
            PropertyInfo? property = value.GetType().GetProperty(name);
            if (property is null)
                return "";
            value = property.GetValue(value);
        }

        bool shown = value is null || ResultShape.IsSimple(value) || ResultShape.IsRecord(value)
            || (value is IEnumerable many && many.Cast<object>().All(ResultShape.IsSimple));
        return shown ? DisplayText.Of(value) : "";
    }
}
