namespace NetCmdlets.ModuleBuilder;

/// <summary>What the build passes on the command line.</summary>
/// <param name="Source">The folder module/ of the repository.</param>
/// <param name="Target">The folder of the module, ending in its version.</param>
/// <param name="Version">The module's version, without a label.</param>
/// <param name="Prerelease">The label of a version before release; empty for a release.</param>
/// <param name="Assemblies">The libraries that sit beside the manifest.</param>
/// <param name="Dependencies">The libraries that the module loads into a context of their own.</param>
/// <param name="Nuspec">Where to write the package's description.</param>
/// <param name="Stamp">The file that says that the layout is up to date.</param>
internal sealed record BuildOptions(
    string Source,
    string Target,
    string Version,
    string Prerelease,
    IReadOnlyList<string> Assemblies,
    IReadOnlyList<string> Dependencies,
    string Nuspec,
    string Stamp)
{
    /// <summary>Reads '--name value' pairs; lists are separated by '|'.</summary>
    /// <exception cref="ArgumentException">An option is missing or has no value.</exception>
    public static BuildOptions Parse(string[] arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int index = 0; index + 1 < arguments.Length; index += 2)
            values[arguments[index]] = arguments[index + 1];
        return new BuildOptions(
            Value("--source"),
            Value("--target"),
            Value("--version"),
            Value("--prerelease"),
            List("--assemblies"),
            List("--dependencies"),
            Value("--nuspec"),
            Value("--stamp"));

        string Value(string name) => values.TryGetValue(name, out string? value)
            ? value
            : throw new ArgumentException($"The option {name} is missing. This program is run by eng/Module.targets.");

        string[] List(string name) => Value(name).Split('|', StringSplitOptions.RemoveEmptyEntries);
    }
}
