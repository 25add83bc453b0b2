using System.Text.RegularExpressions;
using Xunit;

namespace NetCmdlets.Module.Tests;

/// <summary>What the README says is so.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void The_table_has_no_cmdlet_twice_and_none_that_is_not_there()
    {
        string[] rows = [.. Row().Matches(Repository.Read("README.md")).Select(row => row.Groups[1].Value)];
        Assert.NotEmpty(rows);
        Assert.Equal(rows.Distinct(), rows);
        Assert.Empty(rows.Except(Repository.Cmdlets.Select(cmdlet => cmdlet.Name)));
    }

    [Fact]
    public void The_files_it_links_to_are_there()
    {
        MatchCollection links = Link().Matches(Repository.Read("README.md"));
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(
            File.Exists(Path.Combine(Repository.Root, link.Groups[1].Value)), link.Value));
    }

    [Fact]
    public void The_projects_and_scripts_it_names_are_there()
    {
        string[] named = [.. Source().Matches(Repository.Read("README.md")).Select(match => match.Value).Distinct()];
        Assert.Contains("src/NetCmdlets.Cli", named);
        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));
    }

    [GeneratedRegex(@"^\| [\w ]+ \| `([A-Z]\w+-\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\b(src|tests)/[\w.]+\w|\bbuild\.ps1|(?<!\w)\.ci/run")]
    private static partial Regex Source();
}
