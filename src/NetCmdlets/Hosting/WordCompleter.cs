using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetCmdlets.Hosting;

/// <summary>Completes a parameter with those of a list of words that begin as the user began.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    /// <summary>The words, each with what its tool tip says.</summary>
    protected abstract IEnumerable<(string Word, string Meaning)> Words { get; }

    /// <summary>The words beside the other arguments of the command line; all of them unless it says otherwise.</summary>
    protected virtual IEnumerable<(string Word, string Meaning)> WordsBeside(IDictionary arguments) => Words;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string begun = (wordToComplete ?? "").Trim('\'', '"');
        return WordsBeside(fakeBoundParameters)
            .Where(entry => entry.Word.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Select(entry => new CompletionResult(
                Quoted(entry.Word), entry.Word, CompletionResultType.ParameterValue, entry.Meaning));
    }

    // 'Local Area Connection' is one argument only in quotes.
    private static string Quoted(string word)
        => word.Contains(' ', StringComparison.Ordinal) ? $"'{word}'" : word;
}
