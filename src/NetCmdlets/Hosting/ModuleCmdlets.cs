using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace NetCmdlets.Hosting;

/// <summary>
/// The cmdlets of this module, for a runspace that has not imported it: a handler may use them from wherever the module
/// was imported, and an import for each runspace would cost more than the handler.
/// </summary>
internal static class ModuleCmdlets
{
    private static readonly Lazy<(string Name, Type Type)[]> All = new(
        () => [.. typeof(ModuleCmdlets).Assembly.GetExportedTypes()
            .Select(type => (Attribute: type.GetCustomAttribute<CmdletAttribute>(), Type: type))
            .Where(found => found.Attribute is not null)
            .Select(found => ($"{found.Attribute!.VerbName}-{found.Attribute.NounName}", found.Type))]);

    /// <summary>An entry for each.</summary>
    public static IEnumerable<SessionStateCommandEntry> Entries()
        => All.Value.Select(cmdlet => new SessionStateCmdletEntry(cmdlet.Name, cmdlet.Type, helpFileName: null));
}
