using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetCmdlets.Addressing;

namespace NetCmdlets.Hosting;

/// <summary>Completes names of services, with their ports as the tip.</summary>
public sealed class ServiceNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        from name in ServiceTable.Names
        where name.StartsWith(wordToComplete ?? "", StringComparison.OrdinalIgnoreCase)
        orderby name
        let ports = string.Join(", ", ServiceTable.Find(name))
        select new CompletionResult(name, name, CompletionResultType.ParameterValue, ports);
}
