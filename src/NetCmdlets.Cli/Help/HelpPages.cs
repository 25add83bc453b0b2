using System.Reflection;
using NetCmdlets.ModuleBuilder;

namespace NetCmdlets.Cli.Help;

/// <summary>The module's help pages, embedded.</summary>
internal static class HelpPages
{
    private const string SharedName = "_shared";

    private static readonly Lazy<IReadOnlyList<ParameterText>> Shared = new(
        () => ReadLines(SharedName) is string[] lines ? HelpPageParser.ParseShared(lines) : []);

    /// <summary>The page of a command; null where there is none.</summary>
    public static HelpPage? Find(string command)
        => ReadLines(command) is string[] lines ? HelpPageParser.Parse(command, lines) : null;

    /// <summary>The text of an option: the page's own, or the shared one; empty where there is none.</summary>
    public static IReadOnlyList<string> TextOf(HelpPage? page, string option)
        => (page?.Parameters ?? []).Concat(Shared.Value)
            .FirstOrDefault(text => text.Name.Equals(option, StringComparison.OrdinalIgnoreCase))?.Paragraphs ?? [];

    private static string[]? ReadLines(string name)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"help/{name}.md");
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
    }
}
