using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetCmdlets.Servers;

namespace NetCmdlets.Hosting;

/// <summary>Completes -Port of clients and probes with the ports of running servers, and with names of services.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PortCompleterAttribute() : ArgumentCompleterAttribute(typeof(PortCompleterAttribute.Completer))
{
    private sealed class Completer : IArgumentCompleter
    {
        private readonly ServiceNameCompleter services = new();

        public IEnumerable<CompletionResult> CompleteArgument(
            string commandName,
            string parameterName,
            string wordToComplete,
            CommandAst commandAst,
            IDictionary fakeBoundParameters)
        {
            CompletionResult[] ports =
            [
                .. from server in ServerRegistry.All
                   let port = server.Port?.ToString(CultureInfo.InvariantCulture)
                   where port?.StartsWith(wordToComplete ?? "", StringComparison.Ordinal) == true
                   select new CompletionResult(
                       port, port, CompletionResultType.ParameterValue, $"{server.Kind}: {server}"),
            ];
            // Hundreds of names would bury the few ports that are listened on.
            return ports.Length > 0
                ? ports
                : services.CompleteArgument(
                    commandName, parameterName, wordToComplete ?? "", commandAst, fakeBoundParameters);
        }
    }
}
