using System.Globalization;
using System.Text;
using System.Xml;

namespace NetCmdlets.Reporting;

/// <summary>
/// Results as JUnit XML, in the form that build servers agree on: testsuites, testsuite, testcase, failure, skipped.
/// </summary>
public static class JUnitReport
{
    private const string Package = "NetCmdlets";

    /// <summary>The report's text.</summary>
    /// <param name="title">What the report is called.</param>
    /// <param name="entries">The results; those of a suite are put together, in the order in which they are.</param>
    /// <param name="made">When it was made.</param>
    public static string Render(string title, IReadOnlyList<ReportEntry> entries, DateTimeOffset made)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(entries);
        using var text = new Utf8Text();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", ReportText.Clean(title));
            Count(xml, entries);
            foreach (IGrouping<string, ReportEntry> suite in entries.GroupBy(entry => entry.Suite))
                Suite(xml, suite.Key, [.. suite], made);
            xml.WriteEndElement();
        }

        return text.ToString() + "\n";
    }

    private static void Suite(XmlWriter xml, string name, IReadOnlyList<ReportEntry> entries, DateTimeOffset made)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", ReportText.Clean(name));
        Count(xml, entries);
        xml.WriteAttributeString("skipped", Whole(entries.Count(entry => entry.Passed is null)));
        xml.WriteAttributeString(
            "timestamp", made.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        foreach (ReportEntry entry in entries)
            Case(xml, entry);
        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, ReportEntry entry)
    {
        // Build servers read a class name as a package and a class, cut at the last dot: no address belongs there.
        string target = entry.Name.Length > 0 && entry.Target.Length > 0 ? $" ({entry.Target})" : "";
        string name = entry.Name.Length > 0 ? entry.Name : entry.Target.Length > 0 ? entry.Target : entry.Suite;
        string facts = string.Join(", ", entry.Facts.Select(fact => $"{fact.Name} {fact.Text}"));
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", ReportText.Clean($"{Package}.{entry.Suite}"));
        xml.WriteAttributeString("name", ReportText.Clean(name + target));
        xml.WriteAttributeString("time", ReportText.Seconds(entry.Elapsed));
        string detail = ReportText.Clean(entry.Detail.Length > 0 ? entry.Detail : facts);
        if (entry.Passed == false)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", detail);
            xml.WriteAttributeString("type", ReportText.Clean(entry.Suite));
            xml.WriteString(detail);
            xml.WriteEndElement();
        }
        else if (entry.Passed is null)
        {
            xml.WriteStartElement("skipped");
            if (detail.Length > 0)
                xml.WriteAttributeString("message", detail);
            xml.WriteEndElement();
        }
        else if (detail.Length > 0)
        {
            xml.WriteElementString("system-out", detail);
        }

        xml.WriteEndElement();
    }

    private static void Count(XmlWriter xml, IReadOnlyList<ReportEntry> entries)
    {
        xml.WriteAttributeString("tests", Whole(entries.Count));
        xml.WriteAttributeString("failures", Whole(entries.Count(entry => entry.Passed == false)));
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("time", ReportText.Seconds(
            TimeSpan.FromTicks(entries.Sum(entry => (entry.Elapsed ?? TimeSpan.Zero).Ticks))));
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    // A StringWriter says UTF-16 in the declaration, and the file is UTF-8.
    private sealed class Utf8Text() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
