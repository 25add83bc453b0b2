using System.Reflection;
using System.Text;
using System.Xml.Linq;
using NetCmdlets.Commands;

namespace NetCmdlets.ModuleBuilder;

/// <summary>Makes the module's folder out of the sources and the built libraries.</summary>
internal static class ModuleLayout
{
    private static readonly TimeSpan LockLimit = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Lays out the module, or changes nothing and returns what is lacking. Files that are the same are left alone,
    /// and others are replaced at once, so a session that has the module loaded keeps its own.
    /// </summary>
    public static IReadOnlyList<BuildProblem> Run(BuildOptions options)
    {
        var problems = new List<BuildProblem>();
        Assembly assembly = typeof(ResolveHostAddressCommand).Assembly;
        IReadOnlyList<CmdletDescription> cmdlets = CmdletReader.Read(assembly);
        FragmentFile views = FragmentFile.Read(Path.Combine(options.Source, "views"), "ViewDefinitions", problems);
        FragmentFile types = FragmentFile.Read(Path.Combine(options.Source, "types"), "Types", problems);
        IReadOnlyDictionary<string, ParameterText> shared = HelpPageParser
            .ReadShared(Path.Combine(options.Source, "help", "_shared.md"))
            .ToDictionary(text => text.Name, StringComparer.OrdinalIgnoreCase);

        var check = new ModuleCheck(options.Source, problems);
        check.Pages(cmdlets);
        check.Views(views, types, [assembly, typeof(HostAddress).Assembly]);
        var help = new List<(CmdletDescription, HelpPage)>();
        foreach (CmdletDescription cmdlet in cmdlets)
        {
            check.Output(cmdlet, views);
            if (!File.Exists(check.PageOf(cmdlet.Name)))
                continue;
            HelpPage page = HelpPageParser.Read(check.PageOf(cmdlet.Name));
            check.Page(cmdlet, page, shared);
            help.Add((cmdlet, page));
        }

        if (problems.Count > 0)
            return problems;

        string template = File.ReadAllText(Path.Combine(options.Source, "NetCmdlets.psd1"));
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["NetCmdlets.Format.ps1xml"] = Xml(views.Merge("Configuration")),
            ["NetCmdlets.Types.ps1xml"] = Xml(types.Merge(null)),
            ["en-US/NetCmdlets.dll-Help.xml"] = Xml(new MamlWriter(shared).Write(help)),
            ["NetCmdlets.psd1"] = Utf8(ManifestTemplate.Fill(template, options, cmdlets)),
        };
        foreach (string file in options.Assemblies)
            files[Path.GetFileName(file)] = File.ReadAllBytes(file);
        foreach (string file in options.Dependencies)
            files["dependencies/" + Path.GetFileName(file)] = File.ReadAllBytes(file);
        foreach (string topic in Directory.EnumerateFiles(Path.Combine(options.Source, "en-US")))
            files["en-US/" + Path.GetFileName(topic)] = File.ReadAllBytes(topic);
        foreach (string script in Directory.EnumerateFiles(options.Source, "*.psm1"))
            files[Path.GetFileName(script)] = File.ReadAllBytes(script);

        Directory.CreateDirectory(options.Target);
        // Two builds at once (an editor's and a console's) take turns.
        using (FileStream turn = TakeTurn(options.Stamp + ".lock"))
        {
            Place(options.Target, files);
            File.WriteAllText(options.Nuspec, ManifestTemplate.Nuspec(options, cmdlets));
            foreach (string stamp in Directory.EnumerateFiles(Path.GetDirectoryName(options.Stamp)!, "*.stamp"))
                File.Delete(stamp);
            File.SetLastWriteTimeUtc(Path.Combine(options.Target, "NetCmdlets.psd1"), DateTime.UtcNow);
            File.WriteAllText(options.Stamp, "");
        }

        return [];
    }

    private static void Place(string target, Dictionary<string, byte[]> files)
    {
        foreach ((string name, byte[] content) in files)
        {
            string path = Path.Combine(target, name);
            if (File.Exists(path) && content.AsSpan().SequenceEqual(File.ReadAllBytes(path)))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            string fresh = path + ".new";
            File.WriteAllBytes(fresh, content);
            File.Move(fresh, path, overwrite: true);
        }

        foreach (string path in Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories))
        {
            if (!files.ContainsKey(Path.GetRelativePath(target, path).Replace('\\', '/')))
                File.Delete(path);
        }
    }

    private static FileStream TakeTurn(string file)
    {
        DateTime end = DateTime.UtcNow + LockLimit;
        while (true)
        {
            try
            {
                return new FileStream(
                    file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (DateTime.UtcNow < end)
            {
                Thread.Sleep(50);
            }
        }
    }

    private static byte[] Utf8(string text) => new UTF8Encoding(false).GetBytes(text);

    private static byte[] Xml(XDocument document)
        => Utf8("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + document.ToString().ReplaceLineEndings("\n") + "\n");
}
