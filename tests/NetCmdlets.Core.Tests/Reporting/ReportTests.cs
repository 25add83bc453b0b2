using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using NetCmdlets.Diagnostics;
using NetCmdlets.Reporting;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Reporting;

public sealed class ReportTests
{
    /// <summary>What build servers agree on: the elements, their order, and the attributes that must be there.</summary>
    private const string Schema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:simpleType name="seconds">
            <xs:restriction base="xs:decimal"><xs:minInclusive value="0"/></xs:restriction>
          </xs:simpleType>
          <xs:element name="testsuites"><xs:complexType>
            <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
            <xs:attribute name="name" type="xs:string"/>
            <xs:attribute name="tests" type="xs:nonNegativeInteger"/>
            <xs:attribute name="failures" type="xs:nonNegativeInteger"/>
            <xs:attribute name="errors" type="xs:nonNegativeInteger"/>
            <xs:attribute name="time" type="seconds"/>
          </xs:complexType></xs:element>
          <xs:element name="testsuite"><xs:complexType>
            <xs:sequence><xs:element ref="testcase" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
            <xs:attribute name="name" type="xs:string" use="required"/>
            <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="failures" type="xs:nonNegativeInteger"/>
            <xs:attribute name="errors" type="xs:nonNegativeInteger"/>
            <xs:attribute name="skipped" type="xs:nonNegativeInteger"/>
            <xs:attribute name="time" type="seconds"/>
            <xs:attribute name="timestamp" type="xs:dateTime"/>
          </xs:complexType></xs:element>
          <xs:element name="testcase"><xs:complexType>
            <xs:choice minOccurs="0">
              <xs:element name="skipped"><xs:complexType>
                <xs:attribute name="message" type="xs:string"/>
              </xs:complexType></xs:element>
              <xs:element name="failure"><xs:complexType mixed="true">
                <xs:attribute name="message" type="xs:string"/><xs:attribute name="type" type="xs:string"/>
              </xs:complexType></xs:element>
              <xs:element name="system-out" type="xs:string"/>
            </xs:choice>
            <xs:attribute name="name" type="xs:string" use="required"/>
            <xs:attribute name="classname" type="xs:string" use="required"/>
            <xs:attribute name="time" type="seconds"/>
          </xs:complexType></xs:element>
        </xs:schema>
        """;

    private static readonly DateTimeOffset Made = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1));

    private static readonly ReportEntry[] Entries =
    [
        new()
        {
            Suite = "EchoCheck",
            Name = "text: <b>\u0001\ud800",
            Target = "127.0.0.1:7",
            Passed = false,
            Detail = "got \"</td><script>alert('1')</script>\" & more",
            Elapsed = TimeSpan.FromMilliseconds(1.5),
            Latencies = [new("Elapsed", TimeSpan.FromMilliseconds(1.5))],
        },
        new() { Suite = "EchoCheck", Name = "udp", Detail = "not asked for" },
        new()
        {
            Suite = "Throughput",
            Name = "bulk 😀",
            Passed = true,
            Detail = "100 Mbit/s",
            Elapsed = TimeSpan.FromSeconds(2),
            Series = [new("Throughput, Mbit/s", [100, double.NaN, 200, 50])],
        },
    ];

    [Fact]
    public void JUnit_keeps_to_the_schema_and_counts_what_there_is()
    {
        var schemas = new XmlSchemaSet();
        schemas.Add(null, XmlReader.Create(new StringReader(Schema)));
        XDocument report = XDocument.Parse(JUnitReport.Render("Lab <3>", Entries, Made));
        report.Validate(schemas, null);

        XElement root = report.Root!;
        Assert.Equal("Lab <3>", (string?)root.Attribute("name"));
        Assert.Equal(("3", "1", "2.001500"), Totals(root));
        XElement[] suites = [.. root.Elements()];
        Assert.Equal(["EchoCheck", "Throughput"], suites.Select(suite => (string?)suite.Attribute("name")));
        Assert.Equal(("2", "1", "0.001500"), Totals(suites[0]));
        Assert.Equal("1", (string?)suites[0].Attribute("skipped"));
        Assert.Equal("2026-01-02T02:04:05", (string?)suites[0].Attribute("timestamp"));

        XElement[] cases = [.. root.Descendants("testcase")];
        Assert.Equal("text: <b>\uFFFD\uFFFD", (string?)cases[0].Attribute("name"));
        Assert.Equal("EchoCheck.127.0.0.1:7", (string?)cases[0].Attribute("classname"));
        Assert.Equal(Entries[0].Detail, (string?)cases[0].Element("failure")!.Attribute("message"));
        Assert.Equal("not asked for", (string?)cases[1].Element("skipped")!.Attribute("message"));
        Assert.Equal("bulk 😀", (string?)cases[2].Attribute("name"));
        Assert.Equal("100 Mbit/s", (string?)cases[2].Element("system-out"));

        static (string?, string?, string?) Totals(XElement element) => (
            (string?)element.Attribute("tests"),
            (string?)element.Attribute("failures"),
            (string?)element.Attribute("time"));
    }

    [Fact]
    public void A_report_of_nothing_is_a_report()
    {
        Assert.Equal("0", (string?)XDocument.Parse(JUnitReport.Render("none", [], Made)).Root!.Attribute("tests"));
        Assert.Contains("0 passed", HtmlReport.Render("none", [], Made), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_peer_sent_is_text_in_the_page()
    {
        string page = HtmlReport.Render("<Lab>", Entries, Made);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("<h1>&lt;Lab&gt;</h1>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;/td&gt;&lt;script&gt;alert(&#39;1&#39;)", page, StringComparison.Ordinal);
        Assert.Contains("1 passed</span>, ", page, StringComparison.Ordinal);
        Assert.Contains("1 failed</span>, ", page, StringComparison.Ordinal);
        Assert.Contains("1 skipped</span>. 2026-01-02 03:04:05 +01:00", page, StringComparison.Ordinal);
        // Nothing is fetched from elsewhere.
        string own = page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);
        Assert.DoesNotContain("http", own, StringComparison.Ordinal);
    }

    [Fact]
    public void The_plots_have_a_bar_for_each_latency_and_a_gap_where_nothing_was_measured()
    {
        XElement[] plots = Plots(HtmlReport.Render("Lab", Entries, Made));
        Assert.Equal(2, plots.Length);
        XElement bar = Assert.Single(plots[0].Elements(), element => element.Name.LocalName == "rect");
        Assert.Equal("bad", (string?)bar.Attribute("class"));
        Assert.Contains("1.5 ms", plots[0].Value, StringComparison.Ordinal);
        XElement line = Assert.Single(plots[1].Elements(), element => element.Name.LocalName == "polyline");
        // The third second of four is the highest, the fourth a quarter of it.
        Assert.Equal("513.33,10 740,145", (string?)line.Attribute("points"));
        Assert.Single(plots[1].Elements(), element => element.Name.LocalName == "circle");
    }

    [Fact]
    public void Many_latencies_are_cut_to_the_longest()
    {
        ReportEntry[] many = [.. Enumerable.Range(1, 100).Select(number => new ReportEntry
        {
            Suite = "TcpHandshake",
            Name = number.ToString(CultureInfo.InvariantCulture),
            Latencies = [new("ConnectTime", TimeSpan.FromMilliseconds(number))],
        })];
        string page = HtmlReport.Render("Lab", many, Made);
        Assert.Contains("The 60 longest of 100.", page, StringComparison.Ordinal);
        Assert.Equal(60, Plots(page)[0].Elements().Count(element => element.Name.LocalName == "rect"));
    }

    [Fact]
    public void A_file_is_replaced_whole_or_left_as_it_is()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("report.xml");
        ReportFile.Write(path, "one", replace: false);
        ReportFile.Write(path, "twö", replace: true);
        NetException error = Assert.Throws<NetException>(() => ReportFile.Write(path, "three", replace: false));
        Assert.Equal(FailureKind.FileFailed, error.Kind);
        Assert.Equal([(byte)'t', (byte)'w', 0xC3, 0xB6], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        error = Assert.Throws<NetException>(() => ReportFile.Write(folder.File("none/report.xml"), "x", replace: true));
        Assert.Equal(FailureKind.FileFailed, error.Kind);
    }

    private static XElement[] Plots(string page)
    {
        var plots = new List<XElement>();
        for (int at = 0; (at = page.IndexOf("<svg", at, StringComparison.Ordinal)) >= 0; at++)
            plots.Add(XElement.Parse(page[at..(page.IndexOf("</svg>", at, StringComparison.Ordinal) + 6)]));
        return [.. plots];
    }
}
