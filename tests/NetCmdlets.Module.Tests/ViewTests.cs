using System.Globalization;
using System.Xml.Linq;
using NetCmdlets.ModuleBuilder;
using Xunit;

namespace NetCmdlets.Module.Tests;

/// <summary>What people see of a result.</summary>
public sealed class ViewTests
{
    public static TheoryData<string> Views => [.. Directory
        .EnumerateFiles(Path.Combine(Repository.ModuleSource, "views"), "*.xml").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Views))]
    public void A_table_fits_a_hundred_columns(string file)
    {
        foreach (XElement table in Load(file).Descendants("TableControl"))
        {
            int[] widths = [.. table.Descendants("TableColumnHeader").Select(header =>
                (string?)header.Element("Width") is { } width ? int.Parse(width, CultureInfo.InvariantCulture) : 8)];
            Assert.InRange(widths.Sum() + widths.Length - 1, 1, 100);
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void In_eighty_columns_a_column_is_readable_or_not_there(string file)
    {
        foreach (XElement table in Load(file).Descendants("TableControl"))
        {
            XElement[] headers = [.. table.Element("TableHeaders")!.Elements("TableColumnHeader")];
            XElement[] items = [.. table.Descendants("TableColumnItems").First().Elements("TableColumnItem")];
            int start = 0;
            for (int index = 0; index < headers.Length; index++)
            {
                string label = (string?)headers[index].Element("Label") ?? (string)items[index].Element("PropertyName")!;
                int? width = (int?)headers[index].Element("Width");
                int left = 80 - start;
                // The engine narrows the last column that has a place, to a single character if it must.
                if (left > 0)
                    Assert.True(left >= Math.Min(width ?? 80, Math.Max(label.Length, 10)), $"{label} has {left} columns");
                start += (width ?? left) + 1;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void A_list_shows_every_property(string file)
    {
        foreach (XElement list in Load(file).Descendants("View").Where(view => view.Element("ListControl") is not null))
        {
            string name = list.Descendants("TypeName").First().Value;
            Type type = typeof(SubnetInfo).Assembly.GetType(name, throwOnError: true)!;
            string[] missing = [.. type.GetProperties().Select(property => property.Name)
                .Except(list.Descendants("PropertyName").Select(property => property.Value))];
            Assert.Empty(missing);
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void A_table_has_a_header_for_every_column(string file)
    {
        foreach (XElement table in Load(file).Descendants("TableControl"))
        {
            int headers = table.Element("TableHeaders")!.Elements("TableColumnHeader").Count();
            foreach (XElement row in table.Descendants("TableColumnItems"))
                Assert.Equal(headers, row.Elements("TableColumnItem").Count());
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void A_computed_column_has_a_label(string file)
    {
        foreach (XElement table in Load(file).Descendants("TableControl"))
        {
            XElement[] headers = [.. table.Element("TableHeaders")!.Elements("TableColumnHeader")];
            XElement[] items = [.. table.Descendants("TableColumnItems").First().Elements("TableColumnItem")];
            for (int index = 0; index < items.Length; index++)
            {
                if (items[index].Element("ScriptBlock") is not null)
                    Assert.False(string.IsNullOrWhiteSpace((string?)headers[index].Element("Label")), $"column {index}");
            }
        }
    }

    [Fact]
    public void The_first_view_of_a_type_is_a_table()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var problems = new List<BuildProblem>();
        FragmentFile views = FragmentFile.Read(
            Path.Combine(Repository.ModuleSource, "views"), "ViewDefinitions", problems);
        Assert.Empty(problems);
        foreach (XElement view in views.Merge(null).Descendants("View"))
        {
            foreach (string type in view.Descendants("TypeName").Select(name => name.Value.Trim()))
            {
                // A name behind '#' is of some objects of the type only, which may have a drawing of their own; an address
                // is a line.
                if (seen.Add(type) && !type.Contains('#', StringComparison.Ordinal) && type != "System.Net.IPAddress")
                    Assert.NotNull(view.Element("TableControl"));
            }
        }
    }

    private static XDocument Load(string file) => XDocument.Load(Path.Combine(Repository.ModuleSource, "views", file));
}
