using NetCmdlets.ModuleBuilder;
using Xunit;

namespace NetCmdlets.Module.Tests.ModuleBuilder;

/// <summary>Help pages as the build reads them.</summary>
public sealed class HelpPageParserTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void Backticks_are_marks_and_stay_only_inside_two_of_them()
    {
        HelpPage page = Read("""
            # Get-Thing

            ## SYNOPSIS
            Gets `$_` or ``"`r`n"`` of a thing.
            """);

        Assert.Equal(["Gets $_ or \"`r`n\" of a thing."], page.Synopsis);
    }

    [Fact]
    public void A_page_is_read_in_its_parts()
    {
        HelpPage page = Read("""
            # Get-Thing

            ## SYNOPSIS
            Gets a thing.

            ## DESCRIPTION
            First line
            and second.

            Another paragraph.

            ## PARAMETERS

            ### -Name
            The name.

            ### -Size
            The size, in bytes.

            ## OUTPUTS
            NetCmdlets.Thing: one for each name

            ## EXAMPLES

            ### Example 1: by name
            ```powershell
            PS> Get-Thing x

            ## not a heading
            ```
            It shows the thing.

            ## LINKS
            - Set-Thing
            - about_Things
            """);

        Assert.Equal("Get-Thing", page.Title);
        Assert.Equal(["Gets a thing."], page.Synopsis);
        Assert.Equal(["First line and second.", "Another paragraph."], page.Description);
        Assert.Equal(["Name", "Size"], page.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["The size, in bytes."], page.Parameters[1].Paragraphs);
        Assert.Equal(17, page.Parameters[1].Line);
        Assert.Empty(page.Inputs);
        HelpExample example = Assert.Single(page.Examples);
        Assert.Equal("Example 1: by name", example.Title);
        Assert.Equal("PS> Get-Thing x\n\n## not a heading", example.Code);
        Assert.Equal(["It shows the thing."], example.Remarks);
        Assert.Equal(["Set-Thing", "about_Things"], page.Links);
    }

    [Fact]
    public void Lists_and_tables_keep_their_lines()
    {
        string[] lines = ["A list:", "- one", "  goes on", "- two", "", "| a | b |", "| 1 | 2 |"];
        Assert.Equal(
            ["A list:", "- one goes on", "- two", "| a | b |", "| 1 | 2 |"], HelpPageParser.Paragraphs(lines));
    }

    [Fact]
    public void Marks_that_a_console_does_not_show_are_taken_away()
        => Assert.Equal(
            ["Use -Name, always; see RFC 862 (https://example.org/rfc862)."],
            HelpPageParser.Paragraphs(["Use `-Name`, **always**; see [RFC 862](https://example.org/rfc862)."]));

    [Theory]
    [InlineData("None", "None")]
    [InlineData("System.String\nSystem.Byte[]", "System.String|System.Byte[]")]
    [InlineData("System.String, System.Byte[]", "System.String|System.Byte[]")]
    [InlineData("- NetCmdlets.A: one for each\n  name\n- System.Boolean: with `-Quiet`",
        "NetCmdlets.A: one for each name|System.Boolean: with -Quiet")]
    [InlineData("System.Boolean, or NetCmdlets.A with -PassThru", "System.Boolean, or NetCmdlets.A with -PassThru")]
    public void Types_are_entries_of_their_own(string text, string expected)
        => Assert.Equal(expected.Split('|'), Read($"# Get-Thing\n\n## OUTPUTS\n{text}\n\n## NOTES\nNone\n").Outputs);

    private HelpPage Read(string text)
    {
        File.WriteAllText(file, text);
        return HelpPageParser.Read(file);
    }
}
