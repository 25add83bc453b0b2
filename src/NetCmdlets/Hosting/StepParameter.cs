using System.Collections;
using System.Management.Automation;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Tcp;

namespace NetCmdlets.Hosting;

/// <summary>Hashtables of -Step as the steps of a dialogue.</summary>
internal static class StepParameter
{
    /// <summary>The steps, in order.</summary>
    /// <exception cref="NetException">A hashtable is no step (InvalidRequest).</exception>
    public static IReadOnlyList<DialogueScriptStep> Steps(IEnumerable<Hashtable> tables)
        => [.. tables.Select((table, index) => Step(table, index + 1))];

    private static DialogueScriptStep Step(Hashtable table, int number)
    {
        var step = new DialogueScriptStep();
        foreach (DictionaryEntry entry in table)
        {
            string key = entry.Key.ToString() ?? "";
            object? value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            if (value is byte[] data && key.Equals("Send", StringComparison.OrdinalIgnoreCase))
            {
                step = step with { Data = data };
                continue;
            }

            if (value is IEnumerable and not string)
                throw Invalid(number, $"has many values in {key}: each needs a step of its own.");
            step = key.ToUpperInvariant() switch
            {
                "SEND" => step with { Send = Text(value) },
                "EXPECT" => step with { Expect = Text(value) },
                "MATCH" => step with { Match = Text(value) },
                "TIMEOUTSECONDS" => step with { Timeout = Time(value, number) },
                _ => throw Invalid(
                    number, $"has '{key}', which is none of {string.Join(", ", DialogueScriptStep.Keys)}."),
            };
        }

        return step;
    }

    private static string? Text(object? value) => value is null ? null : LanguagePrimitives.ConvertTo<string>(value);

    private static TimeSpan? Time(object? value, int number)
    {
        if (value is null or TimeSpan)
            return (TimeSpan?)value;
        return LanguagePrimitives.TryConvertTo(value, out double seconds) && double.IsFinite(seconds)
            && Math.Abs(seconds) <= ValidateSecondsAttribute.MaximumSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Invalid(number, $"has '{value}' in TimeoutSeconds: give a number of seconds, to 2147483.");
    }

    private static NetException Invalid(int number, string what)
        => new(FailureKind.InvalidRequest, $"Step {number} {what}", number);
}
