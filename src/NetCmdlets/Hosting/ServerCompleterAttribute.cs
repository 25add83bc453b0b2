using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetCmdlets.Servers;

namespace NetCmdlets.Hosting;

/// <summary>
/// Completes -Id, -Name and -Kind with those of the running servers; without a parameter's name before it, with numbers
/// and names.
/// </summary>
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
        {
            string word = (wordToComplete ?? "").Trim('\'', '"');
            bool named = commandAst.CommandElements.OfType<CommandParameterAst>().Any(
                given => parameterName.StartsWith(given.ParameterName, StringComparison.OrdinalIgnoreCase));
            return ServerRegistry.All
                .SelectMany(server => ValuesOf(server, parameterName, named).Select(value => (Value: value, Server: server)))
                .Where(pair => pair.Value.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .DistinctBy(pair => pair.Value)
                .Select(pair => new CompletionResult(
                    CompletionText.Quote(pair.Value),
                    pair.Value,
                    CompletionResultType.ParameterValue,
                    pair.Server.ToString()));
        }

        // By position -Id, -Name and a server object are one: an answer for one of them alone would hide the other's.
        private static string[] ValuesOf(NetServer server, string parameterName, bool named)
        {
            string id = server.Id.ToString(CultureInfo.InvariantCulture);
            if (parameterName.Equals("Kind", StringComparison.OrdinalIgnoreCase))
                return [server.Kind];
            if (!named)
                return [id, server.Name];
            return [parameterName.Equals("Id", StringComparison.OrdinalIgnoreCase) ? id : server.Name];
        }
    }
}
