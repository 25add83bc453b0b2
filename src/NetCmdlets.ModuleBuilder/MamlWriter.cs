using System.Globalization;
using System.Management.Automation;
using System.Xml.Linq;

namespace NetCmdlets.ModuleBuilder;

/// <summary>Writes the help that Get-Help reads: the pages' texts with the syntax that the assembly tells.</summary>
internal sealed class MamlWriter(IReadOnlyDictionary<string, ParameterText> shared)
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The help file of a module.</summary>
    public XDocument Write(IEnumerable<(CmdletDescription Cmdlet, HelpPage Page)> cmdlets)
    {
        XNamespace none = "http://msh";
        return new XDocument(new XElement(
            none + "helpItems",
            new XAttribute("schema", "maml"),
            cmdlets.Select(pair => CommandElement(pair.Cmdlet, pair.Page))));
    }

    private XElement CommandElement(CmdletDescription cmdlet, HelpPage page)
    {
        var texts = page.Parameters.ToDictionary(text => text.Name, StringComparer.OrdinalIgnoreCase);
        return new XElement(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", cmdlet.Name),
                new XElement(Command + "verb", cmdlet.Verb),
                new XElement(Command + "noun", cmdlet.Noun),
                Description(page.Synopsis)),
            Description(page.Description),
            new XElement(Command + "syntax", cmdlet.ParameterSets.Select(set => Syntax(cmdlet, set, TextOf))),
            new XElement(
                Command + "parameters",
                cmdlet.Parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal).Select(
                    parameter => Parameter(parameter, parameter.Memberships[0], TextOf(parameter), full: true))),
            new XElement(Command + "inputTypes", page.Inputs.Select(line => TypeElement("inputType", line))),
            new XElement(Command + "returnValues", page.Outputs.Select(line => TypeElement("returnValue", line))),
            new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page.Notes))),
            new XElement(Command + "examples", page.Examples.Select(Example)),
            new XElement(Command + "relatedLinks", page.Links.Select(Link)));

        IReadOnlyList<string> TextOf(ParameterDescription parameter)
            => (texts.GetValueOrDefault(parameter.Name) ?? shared.GetValueOrDefault(parameter.Name))?.Paragraphs ?? [];
    }

    private static XElement Syntax(
        CmdletDescription cmdlet, string set, Func<ParameterDescription, IReadOnlyList<string>> textOf)
    {
        var members = cmdlet.Parameters
            .Select(parameter => (Parameter: parameter, Membership: parameter.In(set)))
            .Where(pair => pair.Membership is not null)
            .OrderBy(pair => pair.Membership!.Position ?? int.MaxValue)
            .ThenByDescending(pair => pair.Membership!.Mandatory);
        return new XElement(
            Command + "syntaxItem",
            new XElement(Maml + "name", cmdlet.Name),
            members.Select(pair => Parameter(pair.Parameter, pair.Membership!, textOf(pair.Parameter), full: false)));
    }

    private static XElement Parameter(
        ParameterDescription parameter, ParameterMembership membership, IReadOnlyList<string> text, bool full)
    {
        string type = TypeName(parameter.Type);
        bool isSwitch = parameter.Type == typeof(SwitchParameter);
        string required = membership.Mandatory ? "true" : "false";
        return new XElement(
            Command + "parameter",
            new XAttribute("required", required),
            new XAttribute("variableLength", parameter.Type.IsArray ? "true" : "false"),
            new XAttribute("globbing", parameter.SupportsWildcards ? "true" : "false"),
            new XAttribute("pipelineInput", PipelineInput(membership)),
            new XAttribute("position", membership.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            new XElement(Maml + "description", Paragraphs(WithValues(parameter, text, full))),
            // A switch is shown without a value.
            isSwitch && !full ? null : new XElement(
                Command + "parameterValue",
                new XAttribute("required", isSwitch ? "false" : "true"),
                new XAttribute("variableLength", "false"),
                type),
            new XElement(Dev + "type", new XElement(Maml + "name", type), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", parameter.Default ?? (isSwitch ? "False" : "None")));
    }

    private static IEnumerable<string> WithValues(ParameterDescription parameter, IReadOnlyList<string> text, bool full)
        => full && parameter.Values.Count > 0
            ? text.Append($"Possible values: {string.Join(", ", parameter.Values)}.")
            : text;

    private static string PipelineInput(ParameterMembership membership)
        => (membership.ByValue, membership.ByPropertyName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };

    private static string TypeName(Type type)
    {
        if (type.IsArray)
            return TypeName(type.GetElementType()!) + "[]";
        return (Nullable.GetUnderlyingType(type) ?? type).Name;
    }

    private static XElement TypeElement(string name, string line)
    {
        // 'NetCmdlets.HostAddress: one for each address' or the type's name alone.
        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        string type = (colon < 0 ? line : line[..colon]).TrimStart('-', '*', ' ');
        return new XElement(
            Command + name,
            new XElement(Dev + "type", new XElement(Maml + "name", type), new XElement(Maml + "uri")),
            Description(colon < 0 ? [] : [line[(colon + 2)..]]));
    }

    private static XElement Example(HelpExample example) => new(
        Command + "example",
        new XElement(Maml + "title", $"-------- {example.Title} --------"),
        new XElement(Dev + "code", example.Code),
        // The empty one keeps the next title off the last line.
        new XElement(Dev + "remarks", Paragraphs(example.Remarks.Append(""))));

    private static XElement Link(string link)
    {
        bool web = link.StartsWith("http", StringComparison.Ordinal);
        return new XElement(
            Maml + "navigationLink",
            new XElement(Maml + "linkText", web ? "" : link),
            new XElement(Maml + "uri", web ? link : ""));
    }

    private static XElement Description(IEnumerable<string> text) => new(Maml + "description", Paragraphs(text));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> text)
        => text.DefaultIfEmpty("").Select(paragraph => new XElement(Maml + "para", paragraph));
}
