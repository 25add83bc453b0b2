using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NetCmdlets.Operations.Tcp;

/// <summary>
/// One step of a dialogue's script: something to send, something to expect, or both. As text it is
/// <c>Send=50;Expect=*low*;TimeoutSeconds=2</c>; a semicolon after a backslash is part of a value.
/// </summary>
public sealed partial record DialogueScriptStep : IParsable<DialogueScriptStep>
{
    /// <summary>The names of a step's parts.</summary>
    public static IReadOnlyList<string> Keys { get; }
        = [nameof(Send), nameof(Expect), nameof(Match), "TimeoutSeconds"];

    /// <summary>The text to send; null for none. An empty text is a message, too, where the framing has messages.</summary>
    public string? Send { get; init; }

    /// <summary>The bytes to send, in the place of a text; null for none.</summary>
    public byte[]? Data { get; init; }

    /// <summary>A wildcard that what comes must be like, regardless of case; null for none.</summary>
    public string? Expect { get; init; }

    /// <summary>A regular expression that what comes must match, regardless of case; null for none.</summary>
    public string? Match { get; init; }

    /// <summary>How long the step may take; null for the dialogue's limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <inheritdoc/>
    public static DialogueScriptStep Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        var step = new DialogueScriptStep();
        foreach (string part in Semicolon().Split(s).Where(part => part.Trim().Length > 0))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? part.Trim() : part[..equals].Trim();
            string value = part[(equals + 1)..].Replace("\\;", ";", StringComparison.Ordinal);
            step = (equals < 0 ? "" : key.ToUpperInvariant()) switch
            {
                "SEND" => step with { Send = value },
                "EXPECT" => step with { Expect = value },
                "MATCH" => step with { Match = value },
                "TIMEOUTSECONDS" => step with { Timeout = TimeSpan.FromSeconds(Seconds(value)) },
                _ => throw new FormatException($"'{key}' is no part of a step."),
            };
        }

        return step;
    }

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out DialogueScriptStep result)
    {
        result = null;
        try
        {
            result = s is null ? null : Parse(s, provider);
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException)
        {
            // It is told by the return value.
        }

        return result is not null;
    }

    private static double Seconds(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<!\\);")]
    private static partial Regex Semicolon();
}
