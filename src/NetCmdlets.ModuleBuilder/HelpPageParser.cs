using System.Text.RegularExpressions;

namespace NetCmdlets.ModuleBuilder;

/// <summary>
/// Reads a help page: '# Cmdlet', then '## SYNOPSIS', '## DESCRIPTION', '## PARAMETERS' with '### -Name',
/// '## INPUTS', '## OUTPUTS', '## EXAMPLES' with '### Title' and fenced code, '## NOTES' and '## LINKS'.
/// </summary>
internal static partial class HelpPageParser
{
    /// <summary>Reads a page.</summary>
    public static HelpPage Read(string file) => Parse(file, File.ReadAllLines(file));

    /// <summary>Reads the lines of a page.</summary>
    /// <param name="file">Where they come from.</param>
    /// <param name="lines">The lines.</param>
    public static HelpPage Parse(string file, string[] lines)
    {
        List<Section> sections = [.. Split(lines, 0, lines.Length, "## ")];
        return new HelpPage(
            file,
            lines.FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim() ?? "",
            Prose("SYNOPSIS"),
            Prose("DESCRIPTION"),
            Parameters(lines, Find("PARAMETERS")),
            Types("INPUTS"),
            Types("OUTPUTS"),
            Find("EXAMPLES") is { } examples
                ? [.. Split(lines, examples.Start, examples.End, "### ").Select(section => Example(lines, section))]
                : [],
            Prose("NOTES"),
            [.. Prose("LINKS").Select(link => link.TrimStart('-', '*', ' '))]);

        Section? Find(string title)
            => sections.FirstOrDefault(section => section.Title.Equals(title, StringComparison.OrdinalIgnoreCase));

        IReadOnlyList<string> Prose(string title)
            => Find(title) is { } section ? Paragraphs(lines[section.Start..section.End]) : [];

        IReadOnlyList<string> Types(string title)
            => Find(title) is { } section ? TypeEntries(lines[section.Start..section.End]) : [];
    }

    /// <summary>Reads the texts of parameters that many cmdlets have.</summary>
    public static IReadOnlyList<ParameterText> ReadShared(string file) => ParseShared(File.ReadAllLines(file));

    /// <summary>Reads the lines of the texts of parameters that many cmdlets have.</summary>
    public static IReadOnlyList<ParameterText> ParseShared(string[] lines)
        => Parameters(lines, new Section("", 0, 0, lines.Length));

    /// <summary>
    /// Text as a console shows it: lines of a paragraph are joined; list items, tables and code stay lines of their
    /// own; the marks of code, stress and links are taken away.
    /// </summary>
    internal static IReadOnlyList<string> Paragraphs(IEnumerable<string> lines)
    {
        var paragraphs = new List<string>();
        bool joins = false;
        bool code = false;
        foreach (string line in lines)
        {
            if (IsFence(line))
            {
                code = !code;
                joins = false;
            }
            else if (code)
            {
                paragraphs.Add("    " + line);
            }
            else if (string.IsNullOrWhiteSpace(line))
            {
                joins = false;
            }
            else if (joins && !StartsLine().IsMatch(line))
            {
                paragraphs[^1] += " " + Plain(line.Trim());
            }
            else
            {
                paragraphs.Add(Plain(line.Trim()));
                joins = !line.StartsWith('|');
            }
        }

        return paragraphs;
    }

    /// <summary>One entry a type: 'A', 'A: what it is for', or several on a line, 'A, B'.</summary>
    private static List<string> TypeEntries(IEnumerable<string> lines)
    {
        var entries = new List<string>();
        foreach (string line in lines.Select(line => Plain(line.TrimStart('-', '*', ' ').TrimEnd())))
        {
            if (line.Length == 0)
                continue;
            string[] words = line.Split(", ");
            if (words.All(word => TypeName().IsMatch(word)))
                entries.AddRange(words);
            else if (entries.Count > 0 && !TypeName().IsMatch(line.Split([':', ',', ' '])[0]))
                entries[^1] += " " + line;
            else
                entries.Add(line);
        }

        return entries;
    }

    private static IReadOnlyList<ParameterText> Parameters(string[] lines, Section? section) => section is null
        ? []
        : [.. Split(lines, section.Start, section.End, "### ").Select(part => new ParameterText(
            part.Title.TrimStart('-').Trim(), part.Line, Paragraphs(lines[part.Start..part.End])))];

    private static HelpExample Example(string[] lines, Section section)
    {
        var code = new List<string>();
        var prose = new List<string>();
        bool inside = false;
        foreach (string line in lines[section.Start..section.End])
        {
            if (!IsFence(line))
            {
                (inside ? code : prose).Add(line);
                continue;
            }

            if (!inside && code.Count > 0)
                code.Add("");
            inside = !inside;
        }

        return new HelpExample(section.Title, string.Join('\n', code), Paragraphs(prose));
    }

    private static IEnumerable<Section> Split(string[] lines, int start, int end, string mark)
    {
        string? title = null;
        int first = start;
        bool code = false;
        for (int index = start; index < end; index++)
        {
            code ^= IsFence(lines[index]);
            if (code || !lines[index].StartsWith(mark, StringComparison.Ordinal))
                continue;
            if (title is not null)
                yield return new Section(title, first, first, index);
            title = lines[index][mark.Length..].Trim();
            first = index + 1;
        }

        if (title is not null)
            yield return new Section(title, first, first, end);
    }

    private static bool IsFence(string line) => line.TrimStart().StartsWith("```", StringComparison.Ordinal);

    private static string Plain(string text)
        => Code().Replace(Link().Replace(text.Replace("**", "", StringComparison.Ordinal), "$1 ($2)"), "$1");

    [GeneratedRegex(@"^\s*([-*|]|\d+\.)\s")]
    private static partial Regex StartsLine();

    [GeneratedRegex(@"^(None|[A-Z]\w*(\.\w+)+(\[\])?)$")]
    private static partial Regex TypeName();

    // Two backticks around a text keep the one in it.
    [GeneratedRegex("``(.+?)``|`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\[([^\]]+)\]\((https?:[^)]+)\)")]
    private static partial Regex Link();

    private sealed record Section(string Title, int Line, int Start, int End);
}
