using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetCmdlets.Servers;

namespace NetCmdlets.Hosting;

/// <summary>Completes -Id, -Name and -Kind with those of the running servers.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ServerCompleterAttribute() : ArgumentCompleterAttribute(typeof(ServerCompleterAttribute.Completer))
{
    private sealed class Completer : IArgumentCompleter
    {
        public IEnumerable<CompletionResult> CompleteArgument(
            string commandName,
            string parameterName,
            string wordToComplete,
            CommandAst commandAst,
            IDictionary fakeBoundParameters)
            => ServerRegistry.All
                .Select(server => (Value: ValueOf(server, parameterName), Server: server))
                .Where(pair => pair.Value.StartsWith(
                    (wordToComplete ?? "").Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
                .DistinctBy(pair => pair.Value)
                .Select(pair => new CompletionResult(
                    CompletionText.Quote(pair.Value),
                    pair.Value,
                    CompletionResultType.ParameterValue,
                    pair.Server.ToString()));

        private static string ValueOf(NetServer server, string parameterName)
            => parameterName.Equals("Id", StringComparison.OrdinalIgnoreCase)
                ? server.Id.ToString(CultureInfo.InvariantCulture)
                : parameterName.Equals("Kind", StringComparison.OrdinalIgnoreCase) ? server.Kind : server.Name;
    }
}
