using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetCmdlets.Hosting;

/// <summary>What a closure (<c>{ … }.GetNewClosure()</c>) that is to run elsewhere has closed over.</summary>
internal static class ClosureVariables
{
    // The engine keeps a closure's variables in a module that it makes for it and names so.
    private const string ModulePrefix = "__DynamicModule_";

    private static readonly ScriptBlock Variables = ScriptBlock.Create("Get-Variable -Scope Script");

    /// <summary>The variables that the script names and has closed over; none where it is no closure.</summary>
    public static IReadOnlyDictionary<string, object?> Of(ScriptBlock script)
    {
        ArgumentNullException.ThrowIfNull(script);
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        if (script.Module is not { } module || !module.Name.StartsWith(ModulePrefix, StringComparison.Ordinal))
            return values;

        var named = script.Ast.FindAll(static node => node is VariableExpressionAst, true)
            .Select(static node => ((VariableExpressionAst)node).VariablePath.UserPath)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (PSObject item in module.NewBoundScriptBlock(Variables).Invoke())
        {
            // The engine's own variables are none of the closure's, and the runspace that it is to run in has them.
            if (item.BaseObject is PSVariable { Options: ScopedItemOptions.None } variable && named.Contains(variable.Name))
                values[variable.Name] = variable.Value;
        }

        return values;
    }
}
