using System.Reflection;
using System.Xml;
using System.Xml.Linq;

namespace NetCmdlets.ModuleBuilder;

/// <summary>What the sources of the module must have for every cmdlet; a lack fails the build.</summary>
internal sealed class ModuleCheck(string source, ICollection<BuildProblem> problems)
{
    private const string EngineAssembly = "System.Management.Automation";

    /// <summary>The page that must be there for a cmdlet.</summary>
    public string PageOf(string cmdlet) => Path.Combine(source, "help", cmdlet + ".md");

    /// <summary>Checks a cmdlet without a page, a page without a cmdlet.</summary>
    public void Pages(IReadOnlyList<CmdletDescription> cmdlets)
    {
        var names = cmdlets.Select(cmdlet => cmdlet.Name).ToHashSet(StringComparer.Ordinal);
        foreach (string name in names.Where(name => !File.Exists(PageOf(name))))
        {
            Report(PageOf(name), 0, BuildProblem.NoHelpPage,
                $"{name} has no help page. Write one in the form of Resolve-HostAddress.md.");
        }

        foreach (string file in Directory.EnumerateFiles(Path.Combine(source, "help"), "*.md"))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            if (!name.StartsWith('_') && !names.Contains(name))
                Report(file, 0, BuildProblem.StrayPage, $"There is no cmdlet {name}. Rename or remove the page.");
        }
    }

    /// <summary>Checks that a page has its parts and a text for each parameter, and for no other.</summary>
    public void Page(
        CmdletDescription cmdlet, HelpPage page, IReadOnlyDictionary<string, ParameterText> shared)
    {
        if (page.Title != cmdlet.Name)
            Report(page.File, 1, BuildProblem.IncompletePage, $"The first heading must be '# {cmdlet.Name}'.");
        Require(page, "SYNOPSIS", page.Synopsis.Count);
        Require(page, "DESCRIPTION", page.Description.Count);
        Require(page, "OUTPUTS", page.Outputs.Count);
        Require(page, "EXAMPLES", page.Examples.Count);

        var texts = page.Parameters.ToLookup(text => text.Name, StringComparer.OrdinalIgnoreCase);
        foreach (ParameterDescription parameter in cmdlet.Parameters)
        {
            ParameterText? text = texts[parameter.Name].FirstOrDefault() ?? shared.GetValueOrDefault(parameter.Name);
            if (text is null || text.Paragraphs.Count == 0)
            {
                Report(page.File, text?.Line ?? 0, BuildProblem.ParameterWithoutText,
                    $"{cmdlet.Name} -{parameter.Name} has no text: write it under '### -{parameter.Name}' here, "
                    + "or in _shared.md where several cmdlets have it.");
            }
        }

        foreach (ParameterText text in page.Parameters.Where(text =>
            !cmdlet.Parameters.Any(parameter => parameter.Name.Equals(text.Name, StringComparison.OrdinalIgnoreCase))))
        {
            Report(page.File, text.Line, BuildProblem.TextWithoutParameter,
                $"{cmdlet.Name} has no parameter -{text.Name}.");
        }
    }

    /// <summary>Checks that a cmdlet says what it emits and that each type of ours has a view.</summary>
    public void Output(CmdletDescription cmdlet, FragmentFile views)
    {
        string file = Path.Combine(source, "help", cmdlet.Name + ".md");
        if (cmdlet.OutputTypes is null)
        {
            Report(cmdlet.Type.FullName!, 0, BuildProblem.NoOutputType,
                $"{cmdlet.Name} has no [OutputType]. Where it emits nothing, write [OutputType(typeof(void))].");
            return;
        }

        var viewed = views.TypeNames.ToHashSet(StringComparer.Ordinal);
        foreach (Type type in cmdlet.OutputTypes.Where(IsOurs))
        {
            if (!Ancestors(type).Any(ancestor => viewed.Contains(ancestor.FullName!)))
            {
                Report(file, 0, BuildProblem.NoView,
                    $"{cmdlet.Name} emits {type.FullName}, which has no view. Write module/views/{type.Name}.xml.");
            }
        }
    }

    /// <summary>Checks that the properties a view shows are there.</summary>
    public void Views(FragmentFile views, FragmentFile types, IReadOnlyList<Assembly> assemblies)
    {
        var added = types.Documents.SelectMany(pair => pair.Document.Descendants("Name"))
            .Select(name => name.Value.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach ((string file, XDocument document) in views.Documents)
        {
            foreach (XElement view in document.Descendants("View"))
            {
                Type? type = view.Descendants("TypeName")
                    .Select(name => TypeOf(name.Value.Trim(), assemblies))
                    .FirstOrDefault();
                if (type is null)
                {
                    Report(file, ((IXmlLineInfo)view).LineNumber, BuildProblem.BadFragment,
                        "The view is for a type that the module does not have.");
                    continue;
                }

                foreach (XElement name in view.Descendants("PropertyName").Where(name =>
                    type.GetProperty(name.Value.Trim()) is null && !added.Contains(name.Value.Trim())))
                {
                    Report(file, ((IXmlLineInfo)name).LineNumber, BuildProblem.BadFragment,
                        $"{type.Name} has no property {name.Value.Trim()}.");
                }
            }
        }
    }

    private static bool IsOurs(Type type)
        => type.Assembly.GetName().Name!.StartsWith("NetCmdlets", StringComparison.Ordinal) && !type.IsEnum;

    /// <summary>
    /// The type that a view is for, ours or the framework's. 'Base#Name' is how the engine writes a name of ours on an
    /// object: the view is for the base type then.
    /// </summary>
    private static Type? TypeOf(string name, IReadOnlyList<Assembly> assemblies)
    {
        int mark = name.IndexOf('#', StringComparison.Ordinal);
        string type = mark < 0 ? name : name[..mark];
        IEnumerable<Assembly> framework = assemblies.SelectMany(item => item.GetReferencedAssemblies())
            .Where(item => item.Name!.StartsWith("System.", StringComparison.Ordinal) && item.Name != EngineAssembly)
            .Select(Assembly.Load);
        return assemblies.Concat(framework).Select(item => item.GetType(type)).FirstOrDefault(found => found is not null);
    }

    private static IEnumerable<Type> Ancestors(Type? type)
    {
        for (; type is not null; type = type.BaseType)
            yield return type;
    }

    private void Require(HelpPage page, string section, int count)
    {
        if (count == 0)
            Report(page.File, 0, BuildProblem.IncompletePage, $"The section '## {section}' is missing or empty.");
    }

    private void Report(string file, int line, string code, string message)
        => problems.Add(new BuildProblem(file, line, code, message));
}
