using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NetCmdlets.Cli.Output;

/// <summary>
/// The module's format views, embedded: they say which columns a table has, so that both hosts show the same. Scripts
/// are not run: a column that a view computes shows the property that its script is about.
/// </summary>
internal static partial class ViewCatalog
{
    private const string Prefix = "views/";

    private static readonly Lazy<Dictionary<string, View>> Views = new(ReadAll);

    /// <summary>
    /// A type's view, or its nearest base type's; null where there is none. A view for some objects of a type only (a
    /// name behind '#') serves where there is none for all.
    /// </summary>
    public static View? Find(Type type)
    {
        for (Type? current = type; current is not null; current = current.BaseType)
        {
            string name = current.FullName ?? "";
            if (Views.Value.TryGetValue(name, out View? view))
                return view;
            string? some = Views.Value.Keys.FirstOrDefault(
                key => key.StartsWith(name + "#", StringComparison.Ordinal));
            if (some is not null)
                return Views.Value[some];
        }

        return null;
    }

    /// <summary>The tables in a document of views, by type.</summary>
    internal static IEnumerable<(string Type, View View)> Read(XDocument document)
    {
        foreach (XElement view in document.Descendants("View"))
        {
            if (view.Element("TableControl") is not XElement table)
                continue;
            var read = new View([.. Columns(table)], Group(view.Element("GroupBy")));
            foreach (XElement type in view.Descendants("TypeName"))
            {
                yield return (type.Value.Trim(), read);
            }
        }
    }

    private static ViewGroup? Group(XElement? group)
    {
        if (group is null)
            return null;
        string[][] paths = group.Element("PropertyName")?.Value.Trim() is string property
            ? [[property]]
            : PathsIn(group.Element("ScriptBlock")?.Value ?? "", "");
        return new ViewGroup(
            group.Element("Label")?.Value.Trim() ?? paths[0][0],
            [.. paths.Select(path => new ViewColumn(path[0], path, 0, false))]);
    }

    private static IEnumerable<ViewColumn> Columns(XElement table)
    {
        XElement[] headers = [.. table.Descendants("TableColumnHeader")];
        XElement[] items = [.. table.Descendants("TableColumnItems").First().Elements("TableColumnItem")];
        for (int i = 0; i < items.Length; i++)
        {
            string? property = items[i].Element("PropertyName")?.Value.Trim();
            string? label = headers.ElementAtOrDefault(i)?.Element("Label")?.Value.Trim();
            string script = items[i].Element("ScriptBlock")?.Value ?? "";
            string[][] paths = property is not null
                ? [[property]]
                : PathsIn(script, label ?? "");
            if (paths.Length == 0)
                continue;
            _ = int.TryParse(headers.ElementAtOrDefault(i)?.Element("Width")?.Value, out int width);
            string? alignment = headers.ElementAtOrDefault(i)?.Element("Alignment")?.Value.Trim()
                ?? items[i].Element("Alignment")?.Value.Trim();
            yield return new ViewColumn(label ?? paths[0][0], paths[0], width, alignment == "Right")
            {
                Alternatives = paths[1..],
                TimeFormat = Format().Match(script) is { Success: true } match ? match.Groups[1].Value : null,
            };
        }
    }

    /// <summary>The properties that a script reads, the one that the label names first.</summary>
    private static string[][] PathsIn(string script, string label) =>
    [
        .. Property().Matches(script)
            .Select(match => match.Groups[1].Value.Split('.'))
            .DistinctBy(path => path[0])
            .OrderBy(path => path[0].Equals(label, StringComparison.OrdinalIgnoreCase) ? 0
                : label.Length > 0 && path[0].StartsWith(label, StringComparison.OrdinalIgnoreCase) ? 1
                : 2),
    ];

    private static Dictionary<string, View> ReadAll()
    {
        Assembly assembly = typeof(ViewCatalog).Assembly;
        var views = new Dictionary<string, View>();
        foreach (string name in assembly.GetManifestResourceNames().Where(
            name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            foreach ((string type, View view) in Read(XDocument.Load(stream)))
                views.TryAdd(type, view);
        }

        return views;
    }

    [GeneratedRegex(@"\.ToString\('([^']+)'\)")]
    private static partial Regex Format();

    [GeneratedRegex(@"\$_\.(\w+(?:\.\w+)*)")]
    private static partial Regex Property();
}
