using System.Text.RegularExpressions;
using System.Xml.Linq;
using NetCmdlets.ModuleBuilder;
using Xunit;

namespace NetCmdlets.Module.Tests;

/// <summary>The module that the build laid out.</summary>
public sealed partial class LayoutTests
{
    [Fact]
    public void The_folder_holds_what_the_module_needs_and_nothing_else()
    {
        string[] expected =
        [
            "NetCmdlets.Core.dll", "NetCmdlets.Format.ps1xml", "NetCmdlets.Pester.psm1", "NetCmdlets.Types.ps1xml",
            "NetCmdlets.dll", "NetCmdlets.psd1", "dependencies/NetCmdlets.Logging.dll", "dependencies/Serilog.Sinks.Async.dll",
            "dependencies/Serilog.Sinks.File.dll", "dependencies/Serilog.dll", "en-US/NetCmdlets.dll-Help.xml",
            "en-US/about_NetCmdlets.help.txt", "en-US/about_NetCmdlets_Testing.help.txt",
        ];
        IEnumerable<string> found = Directory
            .EnumerateFiles(Repository.ModuleFolder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.ModuleFolder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void The_libraries_are_the_ones_of_this_build()
    {
        foreach (string name in new[] { "NetCmdlets.dll", "NetCmdlets.Core.dll" })
        {
            byte[] built = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, name));
            Assert.Equal(built, File.ReadAllBytes(Path.Combine(Repository.ModuleFolder, name)));
        }
    }

    [Fact]
    public void The_manifest_exports_every_cmdlet_by_name()
    {
        string manifest = File.ReadAllText(Path.Combine(Repository.ModuleFolder, "NetCmdlets.psd1"));
        string list = Exports().Match(manifest).Groups[1].Value;
        Assert.Equal(
            Repository.Cmdlets.Select(cmdlet => cmdlet.Name),
            list.Split([',', '\n', ' ', '\''], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("FunctionsToExport    = @()", manifest, StringComparison.Ordinal);
        Assert.Contains("PowerShellVersion    = '7.4'", manifest, StringComparison.Ordinal);
        Assert.Contains("CompatiblePSEditions = @('Core')", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("'*'", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain('@', manifest.Replace("@(", "", StringComparison.Ordinal).Replace("@{", "", StringComparison.Ordinal));
    }

    [Fact]
    public void The_help_file_has_every_cmdlet_with_its_syntax()
    {
        XNamespace command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
        XNamespace maml = "http://schemas.microsoft.com/maml/2004/10";
        XDocument help = XDocument.Load(Path.Combine(Repository.ModuleFolder, "en-US", "NetCmdlets.dll-Help.xml"));
        foreach (CmdletDescription cmdlet in Repository.Cmdlets)
        {
            XElement entry = help.Descendants(command + "command")
                .Single(element => (string?)element.Element(command + "details")!.Element(command + "name") == cmdlet.Name);
            Assert.Equal(cmdlet.ParameterSets.Count, entry.Descendants(command + "syntaxItem").Count());
            Assert.Equal(
                cmdlet.Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal),
                entry.Element(command + "parameters")!.Elements().Select(element => (string)element.Element(maml + "name")!));
        }
    }

    [Fact]
    public void The_package_is_described_for_a_PowerShell_repository()
    {
        string nuspec = File.ReadAllText(Path.Combine(Repository.Root, "out", "NetCmdlets.nuspec"));
        XNamespace schema = "http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd";
        XElement metadata = XDocument.Parse(nuspec).Root!.Element(schema + "metadata")!;
        Assert.Equal("NetCmdlets", (string?)metadata.Element(schema + "id"));
        Assert.Equal(Path.GetFileName(Repository.ModuleFolder), (string?)metadata.Element(schema + "version"));
        string[] tags = ((string)metadata.Element(schema + "tags")!).Split(' ');
        Assert.Contains("PSModule", tags);
        Assert.Contains("PSEdition_Core", tags);
        Assert.All(Repository.Cmdlets, cmdlet => Assert.Contains("PSCmdlet_" + cmdlet.Name, tags));
    }

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\(([^)]*)\)")]
    private static partial Regex Exports();
}
