using System.Xml;
using System.Xml.Linq;

namespace NetCmdlets.ModuleBuilder;

/// <summary>The fragments of a format or types file, one a type, and the file made of them.</summary>
/// <param name="Root">The root element of a fragment.</param>
/// <param name="Documents">The fragments, by file.</param>
internal sealed record FragmentFile(string Root, IReadOnlyList<(string File, XDocument Document)> Documents)
{
    /// <summary>Reads the fragments of a folder; one that is not XML or has another root is a problem.</summary>
    public static FragmentFile Read(string folder, string root, ICollection<BuildProblem> problems)
    {
        var documents = new List<(string, XDocument)>();
        if (Directory.Exists(folder))
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal))
            {
                try
                {
                    XDocument document = XDocument.Load(file, LoadOptions.SetLineInfo);
                    if (document.Root!.Name.LocalName == root)
                        documents.Add((file, document));
                    else
                        problems.Add(new BuildProblem(file, 1, BuildProblem.BadFragment, $"The root must be <{root}>."));
                }
                catch (XmlException error)
                {
                    problems.Add(new BuildProblem(file, error.LineNumber, BuildProblem.BadFragment, error.Message));
                }
            }
        }

        return new FragmentFile(root, documents);
    }

    /// <summary>The elements of all fragments in one document, in a root of its own where one is given.</summary>
    public XDocument Merge(string? outerRoot)
    {
        var merged = new XElement(Root, Documents.SelectMany(pair => pair.Document.Root!.Elements()));
        return new XDocument(outerRoot is null ? merged : new XElement(outerRoot, merged));
    }

    /// <summary>The types that a fragment is for.</summary>
    public IEnumerable<string> TypeNames => Documents
        .SelectMany(pair => pair.Document.Descendants("TypeName"))
        .Select(name => name.Value.Trim());
}
