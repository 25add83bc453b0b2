using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Reflection;

namespace NetCmdlets.Cli.Output;

/// <summary>
/// Comma-separated values (RFC 4180) with a head line. Times are seconds, bytes are hexadecimal, lists have blanks
/// between; what is absent is empty.
/// </summary>
internal sealed class CsvWriter(TextWriter output, Type? declared) : IResultWriter
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    private Type? current;

    /// <inheritdoc/>
    public void Write(object result)
    {
        if (ResultShape.IsSimple(result))
        {
            if (current is null)
                output.WriteLine("Value");
            current = result.GetType();
            output.WriteLine(Quote(TextOf(result)));
            return;
        }

        Type type = ResultShape.TypeOf(result, declared);
        IReadOnlyList<PropertyInfo> properties = ResultShape.PropertiesOf(type);
        if (type != current)
        {
            current = type;
            output.WriteLine(string.Join(',', properties.Select(property => Quote(property.Name))));
        }

        output.WriteLine(string.Join(',', properties.Select(property => Quote(TextOf(property.GetValue(result))))));
    }

    private static string TextOf(object? value) => ResultShape.Presented(value) switch
    {
        null => "",
        string text => text,
        TimeSpan time => time.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        DateTimeOffset at => at.ToString("O", CultureInfo.InvariantCulture),
        DateTime at => at.ToString("O", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexString(bytes),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable many when !ResultShape.IsSimple(many) => string.Join(' ', many.Cast<object?>().Select(TextOf)),
        object other => other.ToString() ?? "",
    };

    private static string Quote(string text) => text.AsSpan().ContainsAny(Special)
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;
}
