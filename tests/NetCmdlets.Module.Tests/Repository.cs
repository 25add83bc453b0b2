using NetCmdlets.Commands;
using NetCmdlets.ModuleBuilder;

namespace NetCmdlets.Module.Tests;

/// <summary>The sources and what the build made of them.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution, found from where the tests run.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The module's sources.</summary>
    public static string ModuleSource { get; } = Path.Combine(Root, "module");

    /// <summary>The folder of the module that the build of these tests laid out.</summary>
    public static string ModuleFolder { get; } = Path.Combine(
        Root, "out", "NetCmdlets", typeof(ResolveHostAddressCommand).Assembly.GetName().Version!.ToString(3));

    /// <summary>Every cmdlet, as its attributes tell it.</summary>
    public static IReadOnlyList<CmdletDescription> Cmdlets { get; } =
        CmdletReader.Read(typeof(ResolveHostAddressCommand).Assembly);

    /// <summary>The types of ours that the cmdlets emit.</summary>
    public static IReadOnlyList<Type> ResultTypes { get; } = [.. Cmdlets
        .SelectMany(cmdlet => cmdlet.OutputTypes ?? [])
        .Where(type => type.Assembly == typeof(HostAddress).Assembly && !type.IsEnum)
        .Distinct()];

    /// <summary>A file of the repository, as text.</summary>
    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    /// <summary>The C# files under a folder of the repository, without what builds made.</summary>
    public static IEnumerable<string> CSharpFiles(string folder)
        => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Root, file).Replace('\\', '/').Split('/').Any(part => part is "bin" or "obj"));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NetCmdlets.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
