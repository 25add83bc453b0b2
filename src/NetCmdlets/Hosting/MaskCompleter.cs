using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetCmdlets.Addressing;

namespace NetCmdlets.Hosting;

/// <summary>Completes IPv4 masks, longest network first, as dotted masks; a digit or two as prefix lengths.</summary>
public sealed class MaskCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string start = wordToComplete ?? "";
        for (int length = 0; length <= 32; length++)
        {
            string mask = NetworkPrefix.Containing(AddressValue.FromIPv4(0), length).Mask.ToString();
            string tip = string.Create(
                CultureInfo.InvariantCulture, $"/{length}: {1L << (32 - length):N0} addresses");
            if (mask.StartsWith(start, StringComparison.Ordinal))
                yield return new CompletionResult(mask, $"{mask} (/{length})", CompletionResultType.ParameterValue, tip);
        }
    }
}
