using System.Text;
using System.Xml.Linq;
using NetCmdlets.Operations.Reports;
using Xunit;

namespace NetCmdlets.Core.Tests.Operations.Reports;

public sealed class NetReportTests
{
    private static readonly ReportEntry[] Entries =
    [
        ReportEntry.From(Check("Text", true, "76 bytes came back the same."))!,
        ReportEntry.From(Check("Bytes", false, "byte 0 of <256> & \"more\" \0."))!,
        ReportEntry.From(Check("Empty", null, "not run: the server cannot be reached."))!,
        ReportEntry.From(new EchoMeasurement
        {
            ComputerName = "b<i>", Port = 8, Sent = 10, Received = 10, Rate = 1234.5,
            P50 = TimeSpan.FromMilliseconds(1.5), Elapsed = TimeSpan.FromSeconds(3),
            MedianSamples = [1.5, double.NaN, 2.5, 2], RateSamples = [100, 50, 75, 0],
        })!,
    ];

    [Fact]
    public void JUnit_has_a_suite_for_each_target_and_a_case_for_each_entry()
    {
        byte[] bytes = JUnitReport.Render("checks", Entries);
        XElement root = XDocument.Parse(Encoding.UTF8.GetString(bytes)).Root!;

        Assert.Equal(("checks", "4", "1", "1"), Counts(root));
        XElement[] suites = [.. root.Elements("testsuite")];
        Assert.Equal(("a port 7 (Tcp)", "3", "1", "1"), Counts(suites[0]));
        Assert.Equal(("b<i> port 8 (Tcp)", "1", "0", "0"), Counts(suites[1]));
        XElement[] cases = [.. root.Descendants("testcase")];
        Assert.Equal("byte 0 of <256> & \"more\" \uFFFD.", cases[1].Element("failure")!.Attribute("message")!.Value);
        Assert.NotNull(cases[2].Element("skipped"));
        Assert.Equal("0.002000", cases[0].Attribute("time")!.Value);
        Assert.Contains("1,234 round trips", cases[3].Element("system-out")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_is_one_well_formed_page_without_script_that_escapes_what_it_was_given()
    {
        string html = HtmlReport.Render("A & B", Entries, DateTimeOffset.UnixEpoch);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<h1>A &amp; B</h1>", html, StringComparison.Ordinal);
        Assert.Contains("byte 0 of &lt;256&gt; &amp;", html, StringComparison.Ordinal);
        Assert.Contains("1 passed,\n1 failed,\n1 not run,\n1 measured.", html.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("b<i>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plot_is_well_formed_and_leaves_a_gap_where_a_second_has_no_value()
    {
        XElement svg = XElement.Parse(LinePlot.Render(Entries[3].Series[0]));
        string line = svg.Elements("path").Single(path => path.Attribute("class")!.Value == "l").Attribute("d")!.Value;

        // The first value, a gap, then the third joined to the fourth; 2.5 is the highest and at the top.
        Assert.Equal("M70 86M443.3 30L630 58", line);
        Assert.Contains(svg.Elements("text"), text => text.Value == "2.5 ms");
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 1.0 })]
    [InlineData(new[] { double.NaN, 1.0 })]
    public void Fewer_than_two_values_are_no_plot(double[] values)
        => Assert.Equal("", LinePlot.Render(new ReportSeries("t", "u", values)));

    [Fact]
    public void Every_result_of_a_probe_or_a_measurement_has_an_entry()
    {
        Assert.Equal((true, false), Verdict(new TcpHandshake { ComputerName = "a", Port = 1, State = HandshakeState.Open }));
        Assert.Equal((false, false), Verdict(new TcpHandshake { ComputerName = "a", State = HandshakeState.NameError }));
        Assert.Equal((true, false), Verdict(new PortWait { ComputerName = "a", Port = 1, Succeeded = true }));
        Assert.Equal((null, true), Verdict(new NetCmdlets.Throughput { ComputerName = "a" }));
        Assert.Null(ReportEntry.From("text"));
    }

    private static (bool? Passed, bool IsMeasurement) Verdict(object result)
    {
        ReportEntry entry = ReportEntry.From(result)!;
        return (entry.Passed, entry.IsMeasurement);
    }

    private static EchoCheck Check(string id, bool? passed, string evidence)
        => new("a", 7, EchoProtocol.Tcp, id, "what", passed, evidence, TimeSpan.FromMilliseconds(2));

    private static (string, string, string, string) Counts(XElement element) => (
        element.Attribute("name")!.Value,
        element.Attribute("tests")!.Value,
        element.Attribute("failures")!.Value,
        element.Attribute("skipped")!.Value);
}
