using NetCmdlets.ModuleBuilder;
using Xunit;

namespace NetCmdlets.Module.Tests.ModuleBuilder;

/// <summary>The build of the module refuses sources that lack something, and says what.</summary>
public sealed class ModuleLayoutTests : IDisposable
{
    private const string Page = "help/Resolve-HostAddress.md";
    private readonly string folder = Directory.CreateTempSubdirectory("netcmdlets-").FullName;

    public ModuleLayoutTests()
    {
        foreach (string file in Directory.EnumerateFiles(Repository.ModuleSource, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(Source, Path.GetRelativePath(Repository.ModuleSource, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private string Source => Path.Combine(folder, "module");

    private string Target => Path.Combine(folder, "out", "NetCmdlets", "1.2.3");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Whole_sources_make_a_module()
    {
        Assert.Empty(Run());
        Assert.True(File.Exists(Path.Combine(Target, "NetCmdlets.psd1")));
        Assert.True(File.Exists(Path.Combine(folder, "out", "Test.stamp")));
    }

    [Fact]
    public void A_cmdlet_without_a_page_is_refused()
    {
        File.Delete(Path.Combine(Source, Page));
        Refused(BuildProblem.NoHelpPage, "Resolve-HostAddress");
    }

    [Fact]
    public void A_page_without_a_cmdlet_is_refused()
    {
        File.WriteAllText(Path.Combine(Source, "help", "Get-Nothing.md"), "# Get-Nothing\n");
        Refused(BuildProblem.StrayPage, "Get-Nothing");
    }

    [Fact]
    public void A_parameter_without_a_text_is_refused()
    {
        Edit(Page, text => text.Replace("### -Reverse", "### -Backward", StringComparison.Ordinal));
        IReadOnlyList<BuildProblem> problems = Run();
        Assert.Equal(
            [BuildProblem.ParameterWithoutText, BuildProblem.TextWithoutParameter],
            problems.Select(problem => problem.Code));
        Assert.Contains("-Reverse", problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("-Backward", problems[1].Message, StringComparison.Ordinal);
        Assert.True(problems[1].Line > 1);
    }

    [Fact]
    public void A_page_without_a_description_is_refused()
    {
        Edit(Page, text => text.Replace("## DESCRIPTION", "## SAYING", StringComparison.Ordinal));
        Refused(BuildProblem.IncompletePage, "DESCRIPTION");
    }

    [Fact]
    public void An_output_without_a_view_is_refused()
    {
        File.Delete(Path.Combine(Source, "views", "HostAddress.xml"));
        Refused(BuildProblem.NoView, "NetCmdlets.HostAddress");
    }

    [Fact]
    public void A_view_of_a_property_that_is_not_there_is_refused()
    {
        Edit("views/HostAddress.xml", text => text.Replace(">Source<", ">Sauce<", StringComparison.Ordinal));
        Refused(BuildProblem.BadFragment, "Sauce");
    }

    [Fact]
    public void A_view_that_is_not_XML_is_refused_with_its_line()
    {
        Edit("views/HostAddress.xml", text => text.Replace("</Name>", "</Nome>", StringComparison.Ordinal));
        BuildProblem problem = Assert.Single(Run(), problem => problem.Code == BuildProblem.BadFragment);
        Assert.Equal(3, problem.Line);
    }

    [Fact]
    public void What_is_refused_changes_nothing()
    {
        Assert.Empty(Run());
        string manifest = File.ReadAllText(Path.Combine(Target, "NetCmdlets.psd1"));
        Edit(Page, text => text.Replace("## DESCRIPTION", "## SAYING", StringComparison.Ordinal));
        Edit("NetCmdlets.psd1", text => text + "# changed\n");
        Assert.NotEmpty(Run());
        Assert.Equal(manifest, File.ReadAllText(Path.Combine(Target, "NetCmdlets.psd1")));
    }

    [Fact]
    public void Files_that_are_gone_from_the_sources_go_from_the_module()
    {
        Assert.Empty(Run());
        string stray = Path.Combine(Target, "dependencies", "Old.dll");
        Directory.CreateDirectory(Path.GetDirectoryName(stray)!);
        File.WriteAllText(stray, "");
        Assert.Empty(Run());
        Assert.False(File.Exists(stray));
    }

    [Fact]
    public void A_label_makes_a_prerelease()
    {
        Assert.Empty(ModuleLayout.Run(Options() with { Prerelease = "beta1" }));
        string manifest = File.ReadAllText(Path.Combine(Target, "NetCmdlets.psd1"));
        Assert.Contains("ModuleVersion        = '1.2.3'", manifest, StringComparison.Ordinal);
        Assert.Contains("Prerelease = 'beta1'", manifest, StringComparison.Ordinal);
        string nuspec = File.ReadAllText(Path.Combine(folder, "out", "NetCmdlets.nuspec"));
        Assert.Contains("<version>1.2.3-beta1</version>", nuspec, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_that_is_missing_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => BuildOptions.Parse(["--source", "x"]));
        Assert.Contains("--target", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_reads_as_an_error_of_the_build()
        => Assert.Equal(
            "module/help/X.md(7) : error NETMOD003: no text",
            new BuildProblem("module/help/X.md", 7, BuildProblem.ParameterWithoutText, "no text").ToString());

    private BuildOptions Options() => new(
        Source,
        Target,
        "1.2.3",
        "",
        [],
        [],
        Path.Combine(folder, "out", "NetCmdlets.nuspec"),
        Path.Combine(folder, "out", "Test.stamp"));

    private IReadOnlyList<BuildProblem> Run() => ModuleLayout.Run(Options());

    private void Refused(string code, string about)
    {
        BuildProblem problem = Assert.Single(Run());
        Assert.Equal(code, problem.Code);
        Assert.Contains(about, problem.Message, StringComparison.Ordinal);
    }

    private void Edit(string file, Func<string, string> change)
    {
        string path = Path.Combine(Source, file);
        string before = File.ReadAllText(path);
        string after = change(before);
        Assert.NotEqual(before, after);
        File.WriteAllText(path, after);
    }
}
