using System.Globalization;
using System.Text.RegularExpressions;
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
            Target = "[::1]:9",
            Passed = true,
            Facts = [new("Mbit/s", "100"), new("Direction", "Send 😀")],
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
        Assert.Equal("text: <b>\uFFFD\uFFFD (127.0.0.1:7)", (string?)cases[0].Attribute("name"));
        Assert.Equal("NetCmdlets.EchoCheck", (string?)cases[0].Attribute("classname"));
        Assert.Equal(Entries[0].Detail, (string?)cases[0].Element("failure")!.Attribute("message"));
        Assert.Equal("not asked for", (string?)cases[1].Element("skipped")!.Attribute("message"));
        Assert.Equal("udp", (string?)cases[1].Attribute("name"));
        Assert.Equal("[::1]:9", (string?)cases[2].Attribute("name"));
        Assert.Equal("Mbit/s 100, Direction Send 😀", (string?)cases[2].Element("system-out"));

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
    public void A_table_has_the_columns_that_its_results_fill()
    {
        string page = HtmlReport.Render("Lab", Entries, Made);
        string[] heads = [.. page.Split("<thead>").Skip(1).Select(table => Regex.Replace(
            table[..table.IndexOf("</thead>", StringComparison.Ordinal)], "<[^>]*>", " ").Trim())];
        Assert.Equal(
            ["Result  Target  Name  Detail  Time", "Result  Target  Mbit/s  Direction  Time"], heads);
        Assert.Contains("<td class=\"number\">100</td><td>Send &#128512;</td><td class=\"number\">2 s</td>", page,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Long_evidence_is_folded_away_behind_its_beginning()
    {
        string detail = new string('x', 239) + "😀<i>" + new string('y', 5000);
        string page = HtmlReport.Render("Lab", [Entries[0] with { Detail = detail }], Made);

        Assert.Contains($"<summary>{new string('x', 239)}…</summary>", page, StringComparison.Ordinal);
        Assert.Contains("x&#128512;&lt;i&gt;yyy", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_latency_stands_where_its_logarithm_says()
    {
        ReportEntry entry = new()
        {
            Suite = "EchoMeasurement",
            Target = "h:7",
            Passed = true,
            Latencies =
            [
                new("ResolveTime", TimeSpan.FromMilliseconds(1)),
                new("round trip", TimeSpan.FromMicroseconds(100))
                {
                    Minimum = TimeSpan.FromMicroseconds(10),
                    Maximum = TimeSpan.FromMilliseconds(10),
                    Percentiles = [TimeSpan.FromMilliseconds(1)],
                },
            ],
        };
        XElement plot = Assert.Single(Plots(HtmlReport.Render("Lab", [entry, Entries[0]], Made)));
        XElement[] rows = [.. Named(plot, "g")];
        // Three decades from 10 us to 10 ms on 360 pixels from the 330th on.
        Assert.Equal(["330", "450", "570", "690"], Named(plot, "line")
            .Where(line => (string?)line.Attribute("class") == "grid").Select(line => (string?)line.Attribute("x1")));
        Assert.Equal(
            ["570", "450", "591.13"], rows.Select(row => (string?)Named(row, "circle").Single().Attribute("cx")));
        Assert.Equal([null, null, "bad"], rows.Select(row => (string?)row.Attribute("class")));
        Assert.Equal(
            [("330", "690"), ("570", "570")],
            Named(rows[1], "line").Select(line => ((string)line.Attribute("x1")!, (string)line.Attribute("x2")!)));
        Assert.Equal(
            ["EchoMeasurement h:7: ResolveTime", "EchoMeasurement h:7: round trip"],
            rows[..2].Select(row => Named(row, "title").First().Value));
        Assert.Contains("100 µs (10 µs – 10 ms)", rows[1].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_too_long_for_its_place_is_cut_in_the_middle()
    {
        ReportEntry entry = Entries[0] with { Name = new string('a', 50) + new string('b', 50), Target = "" };
        XElement row = Named(Plots(HtmlReport.Render("Lab", [entry], Made))[0], "g").Single();
        Assert.StartsWith(
            new string('a', 50) + new string('b', 50) + new string('a', 21) + "…" + new string('b', 22),
            row.Value, StringComparison.Ordinal);
        entry = entry with { Label = "short", Target = "h" };
        row = Named(Plots(HtmlReport.Render("Lab", [entry], Made))[0], "g").Single();
        Assert.StartsWith("short (h)short (h)", row.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_series_has_a_gap_where_nothing_was_measured_and_round_numbers_on_its_axes()
    {
        XElement plot = Plots(HtmlReport.Render("Lab", Entries, Made))[1];
        // The third second of four is the highest, the fourth a quarter of it; the first stands alone.
        Assert.Equal("610,12 880,139.5", (string?)Named(plot, "polyline").Single().Attribute("points"));
        Assert.Equal(["70", "610", "880"], Named(plot, "circle").Select(dot => (string?)dot.Attribute("cx")));
        Assert.Equal(
            ["0", "50", "100", "150", "200", "1 s", "2 s", "3 s", "4 s"],
            Named(plot, "text").Select(text => text.Value));
    }

    [Theory]
    [InlineData(0.0576, "0 0.02 0.04 0.06")]
    [InlineData(67_630, "0 20 k 40 k 60 k 80 k")]
    [InlineData(1, "0 0.5 1")]
    [InlineData(9_999_999_999, "0 5 G 10 G")]
    [InlineData(0, "0 0.5 1")]
    public void The_scale_goes_in_steps_of_one_two_or_five(double highest, string steps)
    {
        ReportEntry entry = Entries[2] with { Series = [new("s", [highest])] };
        XElement plot = Assert.Single(Plots(HtmlReport.Render("Lab", [entry], Made)));
        Assert.Equal(steps + " 1 s", string.Join(' ', Named(plot, "text").Select(text => text.Value)));
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
        Assert.Equal(60, Named(Plots(page)[0], "g").Count());
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
        string elsewhere = folder.File("none/report.xml");
        error = Assert.Throws<NetException>(() => ReportFile.Write(elsewhere, "x", replace: true));
        Assert.Equal(FailureKind.FileFailed, error.Kind);
        Assert.Equal(
            $"Writing '{elsewhere}' failed: there is no folder '{Path.GetDirectoryName(elsewhere)}'. Make it first.",
            error.Message);
    }

    private static XElement[] Plots(string page)
    {
        var plots = new List<XElement>();
        for (int at = 0; (at = page.IndexOf("<svg", at, StringComparison.Ordinal)) >= 0; at++)
            plots.Add(XElement.Parse(page[at..(page.IndexOf("</svg>", at, StringComparison.Ordinal) + 6)]));
        return [.. plots];
    }

    private static IEnumerable<XElement> Named(XElement parent, string name)
        => parent.Descendants().Where(element => element.Name.LocalName == name);
}
