using System.Net;
using System.Xml.Linq;
using NetCmdlets.Cli.Binding;
using NetCmdlets.Cli.Output;
using Xunit;

namespace NetCmdlets.Cli.Tests.Output;

public sealed class ViewCatalogTests
{
    [Fact]
    public void Every_output_type_of_the_core_has_columns_that_its_properties_fill()
    {
        foreach (OperationDescriptor operation in OperationCatalog.OfCore().All)
        {
            if (operation.Output is not Type output || output == typeof(bool) || output == typeof(IPAddress))
                continue;
            IReadOnlyList<ViewColumn>? columns = ViewCatalog.Find(output)?.Columns;
            Assert.True(columns is { Count: > 0 }, $"{operation.Command} emits {output}, which has no view.");
            Assert.All(columns, column => Assert.True(
                output.GetProperty(column.Path[0]) is not null,
                $"The view of {output} shows '{column.Path[0]}', which is no property of it."));
            Assert.True(
                columns.Sum(column => Math.Max(column.Width, column.Label.Length) + 1) - 1 <= TableWriter.DefaultWidth,
                $"The view of {output} is wider than {TableWriter.DefaultWidth} columns.");
        }
    }

    [Fact]
    public void A_computed_column_shows_the_property_that_its_script_is_about()
    {
        (string type, View view) = Assert.Single(ViewCatalog.Read(XDocument.Parse("""
<ViewDefinitions>
  <View>
    <ViewSelectedBy><TypeName>A.B#C</TypeName></ViewSelectedBy>
    <TableControl>
      <TableHeaders>
        <TableColumnHeader><Label>One</Label><Width>7</Width><Alignment>Right</Alignment>
        </TableColumnHeader>
        <TableColumnHeader />
        <TableColumnHeader />
        <TableColumnHeader><Label>Connect</Label></TableColumnHeader>
        <TableColumnHeader><Label>Note</Label></TableColumnHeader>
        <TableColumnHeader><Label>Text or reason</Label></TableColumnHeader>
        <TableColumnHeader><Label>End</Label></TableColumnHeader>
      </TableHeaders>
      <TableRowEntries><TableRowEntry><TableColumnItems>
        <TableColumnItem><ScriptBlock>if ($_.Time.TotalSeconds -gt 1) { 'x' }</ScriptBlock></TableColumnItem>
        <TableColumnItem><ScriptBlock>'constant'</ScriptBlock></TableColumnItem>
        <TableColumnItem><PropertyName>Name</PropertyName></TableColumnItem>
        <TableColumnItem><ScriptBlock>if ($_.Count -gt 1) { $_.ConnectTime.TotalSeconds }</ScriptBlock></TableColumnItem>
        <TableColumnItem>
          <ScriptBlock>if ($_.Truncated) { 'cut' } elseif ($_.Duplicate) { 'again' }</ScriptBlock>
        </TableColumnItem>
        <TableColumnItem><ScriptBlock>if ($_.Text) { $_.Text } else { $_.Reason }</ScriptBlock></TableColumnItem>
        <TableColumnItem><ScriptBlock>$_.EndTime.ToString('yyyy-MM-dd')</ScriptBlock></TableColumnItem>
      </TableColumnItems></TableRowEntry></TableRowEntries>
    </TableControl>
  </View>
</ViewDefinitions>
""")));
        Assert.Equal("A.B#C", type);
        IReadOnlyList<ViewColumn> columns = view.Columns;
        Assert.Equal(["One", "Name", "Connect", "Note", "Text or reason", "End"],
            columns.Select(column => column.Label));
        Assert.Equal((7, true), (columns[0].Width, columns[0].AlignRight));
        Assert.Equal((0, false), (columns[1].Width, columns[1].AlignRight));
        var result = new
        {
            Time = TimeSpan.FromSeconds(1.5),
            Name = "n",
            Count = 1,
            ConnectTime = TimeSpan.FromMilliseconds(2),
            Truncated = false,
            Duplicate = true,
            Text = (string?)null,
            Reason = "why",
            EndTime = new DateTime(2026, 11, 20, 1, 2, 3, DateTimeKind.Utc),
        };
        Assert.Equal(
            ["1.50 s", "n", "2.00 ms", "duplicate", "why", "2026-11-20"], columns.Select(column => column.TextOf(result)));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.0000123, "12.3 us")]
    [InlineData(0.0123456, "12.35 ms")]
    [InlineData(1.2345, "1.23 s")]
    [InlineData(3723, "1:02:03")]
    [InlineData(90000, "1.01:00:00")]
    public void A_time_has_the_unit_that_suits_it(double seconds, string expected)
        => Assert.Equal(expected, CellText.Of(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_view_for_all_objects_of_a_type_goes_before_one_for_some()
    {
        Assert.Equal("Cidr", ViewCatalog.Find(typeof(SubnetInfo))!.Columns[0].Label);
        Assert.DoesNotContain(ViewCatalog.Find(typeof(SubnetInfo))!.Columns, column => column.Label == "Requested");
        Assert.NotNull(ViewCatalog.Find(typeof(System.Security.Cryptography.X509Certificates.X509Certificate2)));
    }

    [Fact]
    public void Numbers_are_as_long_as_they_need_to_be()
    {
        Assert.Equal("0.000424298", CellText.Of(0.00042429759545083));
        Assert.Equal("9999999999", CellText.Of(new System.Numerics.BigInteger(9_999_999_999)));
        Assert.Equal("1.209e+24", CellText.Of(System.Numerics.BigInteger.Pow(2, 80)));
    }

    [Fact]
    public void Control_characters_of_a_peer_do_not_reach_the_terminal()
        => Assert.Equal(@"a\x1b[31m\r\n\tb", CellText.Of("a\u001b[31m\r\n\tb"));

    [Fact]
    public void Checks_of_several_servers_are_told_apart()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var table = new TableWriter(output, 60, null);
        foreach ((int port, string id) in new[] { (7, "Text"), (7, "Bytes"), (1007, "Text") })
            table.Write(new EchoCheck("127.0.0.1", port, EchoProtocol.Tcp, id, "n", true, "fine", TimeSpan.Zero));
        const string Heading = "Id         Passed   Elapsed Evidence\n--         ------   ------- --------\n";
        Assert.Equal(
            $"Server: 127.0.0.1 7 Tcp\n{Heading}Text       True           0 fine\nBytes      True           0 fine\n\n"
            + $"Server: 127.0.0.1 1007 Tcp\n{Heading}Text       True           0 fine\n",
            output.ToString());
    }

    [Fact]
    public void A_table_keeps_to_its_width()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var table = new TableWriter(output, 30, null);
        table.Write(new { First = new string('x', 50), Second = 2, Third = 3 });
        Assert.Equal("First\n-----\nxxxxxxxxxxxxxxxxxxx…\n", output.ToString());
    }
}
