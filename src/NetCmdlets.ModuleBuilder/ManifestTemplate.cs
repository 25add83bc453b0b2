using System.Text;

namespace NetCmdlets.ModuleBuilder;

/// <summary>Fills in the manifest: the version, and every export by its name, so that nothing need be loaded to know it.</summary>
internal static class ManifestTemplate
{
    /// <summary>The manifest's text.</summary>
    /// <exception cref="ArgumentException">The template lacks a place to fill in.</exception>
    public static string Fill(string template, BuildOptions options, IReadOnlyList<CmdletDescription> cmdlets)
    {
        string text = template;
        Put("'0.0.0'", $"'{options.Version}'");
        Put("@Prerelease@", options.Prerelease);
        Put("'@CmdletsToExport@'", Words(cmdlets.Select(cmdlet => cmdlet.Name)));
        Put("'@AliasesToExport@'", Words(cmdlets.SelectMany(cmdlet => cmdlet.Aliases)));
        return text;

        void Put(string place, string value)
        {
            if (!text.Contains(place, StringComparison.Ordinal))
                throw new ArgumentException($"The manifest's template has no {place}.");
            text = text.Replace(place, value, StringComparison.Ordinal);
        }
    }

    /// <summary>The description of the package for a PowerShell repository.</summary>
    public static string Nuspec(BuildOptions options, IReadOnlyList<CmdletDescription> cmdlets)
    {
        string version = options.Prerelease.Length == 0 ? options.Version : $"{options.Version}-{options.Prerelease}";
        var tags = new StringBuilder("PSModule PSEdition_Core PSIncludes_Cmdlet Windows Linux MacOS Network");
        foreach (CmdletDescription cmdlet in cmdlets)
            tags.Append(" PSCmdlet_").Append(cmdlet.Name).Append(" PSCommand_").Append(cmdlet.Name);
        return $"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
              <metadata>
                <id>NetCmdlets</id>
                <version>{version}</version>
                <authors>NetCmdlets contributors</authors>
                <description>Networking cmdlets for PowerShell: servers, clients, probes, names and subnets.</description>
                <license type="expression">MIT</license>
                <requireLicenseAcceptance>false</requireLicenseAcceptance>
                <tags>{tags}</tags>
              </metadata>
              <files>
                <file src="**/*" target="" />
              </files>
            </package>

            """;
    }

    private static string Words(IEnumerable<string> words)
        => string.Join("," + "\n        ", words.Order(StringComparer.Ordinal).Select(word => $"'{word}'"));
}
