using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetCmdlets.Servers;

namespace NetCmdlets.Hosting;

/// <summary>Completes -Address of a server with the words that stand for an address.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListenAddressCompleterAttribute()
    : ArgumentCompleterAttribute(typeof(ListenAddressCompleterAttribute.Completer))
{
    private sealed class Completer : IArgumentCompleter
    {
        public IEnumerable<CompletionResult> CompleteArgument(
            string commandName,
            string parameterName,
            string wordToComplete,
            CommandAst commandAst,
            IDictionary fakeBoundParameters)
            => ListenAddress.Words
                .Where(word => word.StartsWith(wordToComplete ?? "", StringComparison.OrdinalIgnoreCase))
                .Select(word => new CompletionResult(
                    word, word, CompletionResultType.ParameterValue, ListenAddress.Parse(word).ToString()));
    }
}
