using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetCmdlets.Sessions;

namespace NetCmdlets.Hosting;

/// <summary>Completes a session with the numbers and names of those that are open.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SessionCompleterAttribute() : ArgumentCompleterAttribute(typeof(SessionCompleterAttribute.Completer))
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
            foreach (TcpSession session in SessionRegistry.All)
            {
                string id = session.Id.ToString(CultureInfo.InvariantCulture);
                if (id.StartsWith(word, StringComparison.Ordinal))
                    yield return new CompletionResult(id, id, CompletionResultType.ParameterValue, session.ToString());
                if (session.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                {
                    yield return new CompletionResult(
                        CompletionText.Quote(session.Name),
                        session.Name,
                        CompletionResultType.ParameterValue,
                        session.ToString());
                }
            }
        }
    }
}
