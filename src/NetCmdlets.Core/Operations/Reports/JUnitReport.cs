using System.Globalization;
using System.Text;
using System.Xml;

namespace NetCmdlets.Operations.Reports;

/// <summary>
/// Entries as JUnit XML, which build servers read: a suite for each target, a case for each entry. A measurement is a
/// case that passed, with its values as output.
/// </summary>
public static class JUnitReport
{
    /// <summary>The report as UTF-8 XML.</summary>
    public static byte[] Render(string title, IReadOnlyList<ReportEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        using var bytes = new MemoryStream();
        // What XML cannot carry (a NUL in an evidence) is replaced before it is written, so that nothing throws here.
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("testsuites");
            WriteCounts(xml, title, entries);
            foreach (IGrouping<string, ReportEntry> suite in entries.GroupBy(entry => entry.Target, StringComparer.Ordinal))
            {
                xml.WriteStartElement("testsuite");
                WriteCounts(xml, suite.Key, [.. suite]);
                foreach (ReportEntry entry in suite)
                    WriteCase(xml, entry);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }

    private static void WriteCounts(XmlWriter xml, string name, IReadOnlyList<ReportEntry> entries)
    {
        xml.WriteAttributeString("name", Clean(name));
        xml.WriteAttributeString("tests", Number(entries.Count));
        xml.WriteAttributeString("failures", Number(entries.Count(entry => entry.Passed == false)));
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("skipped", Number(entries.Count(entry => entry.Passed is null && !entry.IsMeasurement)));
        xml.WriteAttributeString("time", Seconds(entries.Aggregate(
            TimeSpan.Zero, (sum, entry) => sum + (entry.Elapsed ?? TimeSpan.Zero))));
    }

    private static void WriteCase(XmlWriter xml, ReportEntry entry)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean(entry.Target));
        xml.WriteAttributeString("name", Clean(entry.Name));
        xml.WriteAttributeString("time", Seconds(entry.Elapsed ?? TimeSpan.Zero));
        if (entry.Passed == false)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", Clean(entry.Evidence));
            xml.WriteEndElement();
        }
        else if (entry.Passed is null && !entry.IsMeasurement)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", Clean(entry.Evidence));
            xml.WriteEndElement();
        }
        else
        {
            xml.WriteElementString("system-out", Clean(entry.Evidence));
        }

        xml.WriteEndElement();
    }

    private static string Clean(string text)
        => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000000", CultureInfo.InvariantCulture);
}
