using System.Management.Automation;
using System.Text.RegularExpressions;
using NetCmdlets.ModuleBuilder;
using Xunit;

namespace NetCmdlets.Module.Tests;

/// <summary>Help pages beyond what the build itself refuses.</summary>
public sealed partial class HelpTests
{
    private static readonly string[] CommonParameters =
    [
        "Verbose", "Debug", "ErrorAction", "WarningAction", "InformationAction", "ProgressAction", "ErrorVariable",
        "WarningVariable", "InformationVariable", "OutVariable", "OutBuffer", "PipelineVariable",
    ];

    public static TheoryData<string> Names => [.. Repository.Cmdlets.Select(cmdlet => cmdlet.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_has_two_examples_with_their_output(string name)
    {
        HelpPage page = Page(name);
        Assert.True(page.Examples.Count >= 2, $"{page.Examples.Count} examples");
        Assert.All(page.Examples, example =>
        {
            Assert.StartsWith("PS> ", example.Code, StringComparison.Ordinal);
            Assert.Contains(name, example.Code, StringComparison.Ordinal);
        });
        Assert.Contains(page.Examples, example => example.Code.Split('\n').Any(line =>
            line.Length > 0 && !line.StartsWith("PS>", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Examples_use_parameters_that_there_are(string name)
    {
        foreach (HelpExample example in Page(name).Examples)
        {
            IEnumerable<string> typed = example.Code.Split('\n')
                .Where(line => line.StartsWith("PS>", StringComparison.Ordinal)).Select(line => line[3..]);
            foreach (Match use in Commands(string.Join('\n', typed)).SelectMany(part => Use().Matches(part)))
            {
                CmdletDescription? cmdlet = Repository.Cmdlets
                    .FirstOrDefault(one => one.Name.Equals(use.Groups["cmdlet"].Value, StringComparison.OrdinalIgnoreCase));
                if (cmdlet is null)
                    continue;
                foreach (Match parameter in Parameter().Matches(use.Groups["rest"].Value))
                    Assert.True(Binds(cmdlet, parameter.Groups[1].Value), $"{use.Value}: {parameter.Value}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_outputs_told_are_those_declared(string name)
    {
        CmdletDescription cmdlet = Repository.Cmdlets.Single(one => one.Name == name);
        string told = string.Join('\n', Page(name).Outputs);
        foreach (Type type in cmdlet.OutputTypes!.Where(type => type != typeof(void)))
            Assert.Contains(type.FullName!, told, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Links_lead_somewhere(string name)
    {
        foreach (string link in Page(name).Links.Where(link => !link.StartsWith("http", StringComparison.Ordinal)))
        {
            bool topic = File.Exists(Path.Combine(Repository.ModuleSource, "en-US", link + ".help.txt"));
            Assert.True(topic || Repository.Cmdlets.Any(cmdlet => cmdlet.Name == link), link);
        }
    }

    [Fact]
    public void The_topic_tells_every_error_id()
    {
        string topic = File.ReadAllText(Path.Combine(Repository.ModuleSource, "en-US", "about_NetCmdlets.help.txt"));
        Assert.All(
            Enum.GetNames<Diagnostics.FailureKind>(), id => Assert.Matches($@"\s{id}\s", topic));
    }

    [Fact]
    public void Topics_fit_a_console()
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.ModuleSource, "en-US"), "*.txt"))
            Assert.All(File.ReadLines(file), line => Assert.True(line.Length <= 80, $"{file}: {line}"));
    }

    [Fact]
    public void Shared_texts_are_of_parameters_that_there_are()
    {
        IReadOnlyList<ParameterText> shared = HelpPageParser.ReadShared(
            Path.Combine(Repository.ModuleSource, "help", "_shared.md"));
        Assert.All(shared.GroupBy(text => text.Name), group => Assert.Single(group));
        Assert.All(shared, text => Assert.NotEmpty(text.Paragraphs));
    }

    // Code without its texts, and each part of it in brackets for itself.
    private static IEnumerable<string> Commands(string code)
    {
        string rest = Text().Replace(code, "''");
        while (InBrackets().Match(rest) is { Success: true } inner)
        {
            yield return inner.Value;
            rest = $"{rest[..inner.Index]}''{rest[(inner.Index + inner.Length)..]}";
        }

        yield return rest;
    }

    private static HelpPage Page(string name)
        => HelpPageParser.Read(Path.Combine(Repository.ModuleSource, "help", name + ".md"));

    private static bool Binds(CmdletDescription cmdlet, string word)
    {
        string[] names = [.. cmdlet.Parameters.SelectMany(parameter => parameter.Aliases.Append(parameter.Name))];
        return names.Concat(CommonParameters).Any(name => name.Equals(word, StringComparison.OrdinalIgnoreCase))
            || cmdlet.Parameters.Count(one => one.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase)) == 1;
    }

    // A cmdlet's name and what follows it up to the end of its part of the line.
    [GeneratedRegex(@"(?<cmdlet>[A-Z][a-z]+-[A-Z][A-Za-z]+)(?<rest>[^|;){}\n]*)")]
    private static partial Regex Use();

    [GeneratedRegex(@"(?<=\s)-([A-Za-z][A-Za-z0-9]*)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"'[^'\n]*'|""[^""\n]*""")]
    private static partial Regex Text();

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex InBrackets();
}
