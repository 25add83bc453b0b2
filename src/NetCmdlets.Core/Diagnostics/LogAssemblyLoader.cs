using System.Reflection;
using System.Runtime.Loader;

namespace NetCmdlets.Diagnostics;

/// <summary>
/// Loads the logging assembly and its packages from the folder 'dependencies' beside this assembly into a load context
/// of their own, so that they never meet another module's version of the same packages.
/// </summary>
internal static class LogAssemblyLoader
{
    /// <summary>The folder, beside this assembly, of what must not be seen by other modules.</summary>
    public const string FolderName = "dependencies";

    private const string AssemblyName = "NetCmdlets.Logging";
    private const string FactoryType = "NetCmdlets.Logging.SerilogFactory";

    private static readonly Lazy<INetLogFactory> Factory = new(
        () => Load(FolderPath()), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>The factory; the first use loads the assemblies.</summary>
    /// <exception cref="NetException">They are not there, or do not load (NotSupported).</exception>
    public static INetLogFactory Default => Factory.Value;

    /// <summary>Loads the factory out of a folder.</summary>
    internal static INetLogFactory Load(string folder)
    {
        string path = Path.Combine(folder, AssemblyName + ".dll");
        if (!File.Exists(path))
            throw Failed(folder, $"{AssemblyName}.dll is not there", null);

        try
        {
            Assembly assembly = new PrivateContext(folder).LoadFromAssemblyPath(path);
            Type type = assembly.GetType(FactoryType, throwOnError: true)!;
            return (INetLogFactory)Activator.CreateInstance(type)!;
        }
        catch (Exception error) when (error is IOException or BadImageFormatException or TypeLoadException
            or InvalidCastException or MissingMethodException or TargetInvocationException)
        {
            throw Failed(folder, error.Message, error);
        }
    }

    private static NetException Failed(string folder, string why, Exception? cause) => new(
        FailureKind.NotSupported,
        $"The log's assemblies cannot be loaded from '{folder}': {why}. Install the whole of NetCmdlets again.",
        folder,
        cause);

    private static string FolderPath()
    {
        string here = Path.GetDirectoryName(typeof(LogAssemblyLoader).Assembly.Location) ?? "";
        return Path.Combine(here.Length > 0 ? here : AppContext.BaseDirectory, FolderName);
    }

    /// <summary>Finds assemblies in the folder first; the core's is the one that runs already.</summary>
    private sealed class PrivateContext(string folder) : AssemblyLoadContext("NetCmdlets.Logging")
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            Assembly core = typeof(INetLog).Assembly;
            // Two copies of the core would be two different INetLog: the types must be those of the caller.
            if (assemblyName.Name == core.GetName().Name)
                return core;
            string path = Path.Combine(folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
