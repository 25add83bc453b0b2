using System.Globalization;
using System.IO.Enumeration;
using System.Text.RegularExpressions;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Operations.Dialogue;

/// <summary>One step of a dialogue as it is asked for: first it sends, then it expects.</summary>
public sealed record DialogueLine
{
    // A pattern of the user's meets text of somebody else: it must not take for ever.
    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(1);

    private Regex? regex;

    /// <summary>The text to send; null for none.</summary>
    public string? Send { get; init; }

    /// <summary>What must come, with * and ?, in any case; null for nothing.</summary>
    public string? Expect { get; init; }

    /// <summary>A regular expression that must match what comes; null for none.</summary>
    public string? Match { get; init; }

    /// <summary>How long to wait; null for the dialogue's own.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the step waits for something.</summary>
    public bool Waits => Expect is not null || Match is not null;

    /// <summary>What is waited for, as it was written.</summary>
    public string? Expected => Expect ?? Match;

    /// <summary>Reads a step of names and values.</summary>
    /// <exception cref="NetException">A name is none of Send, Expect, Match, TimeoutSeconds (InvalidRequest).</exception>
    public static DialogueLine Of(IEnumerable<KeyValuePair<string, string>> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var line = new DialogueLine();
        foreach ((string name, string value) in parts)
        {
            line = name.ToUpperInvariant() switch
            {
                "SEND" => line with { Send = value },
                "EXPECT" => line with { Expect = value },
                "MATCH" => line with { Match = value },
                "TIMEOUTSECONDS" or "TIMEOUT" => line with { Timeout = Seconds(value) },
                _ => throw Invalid($"'{name}' is no part of a step. A step has Send, Expect or Match, TimeoutSeconds."),
            };
        }

        if (line.Expect is not null && line.Match is not null)
            throw Invalid("A step expects by a wildcard (Expect) or a regular expression (Match), not by both.");
        return line.Compiled();
    }

    /// <summary>Reads a step as it is written on a command line: 'Send=50;Expect=*low*'.</summary>
    /// <exception cref="NetException">It is not of that form (InvalidRequest).</exception>
    public static DialogueLine Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Of(text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part =>
        {
            int at = part.IndexOf('=', StringComparison.Ordinal);
            return at > 0
                ? new KeyValuePair<string, string>(part[..at].Trim(), part[(at + 1)..])
                : throw Invalid($"'{part}' is not a part of a step: write it as Send=text or Expect=pattern.");
        }));
    }

    /// <summary>Whether a text is what is expected; line ends around it do not matter.</summary>
    public bool Fits(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string plain = text.Trim('\r', '\n');
        if (regex is null)
            return Expect is null || FileSystemName.MatchesSimpleExpression(Expect, plain, ignoreCase: true);
        try
        {
            return regex.IsMatch(plain);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static TimeSpan Seconds(string value)
        => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : throw Invalid($"'{value}' is not a number of seconds above 0.");

    private static NetException Invalid(string message) => new(FailureKind.InvalidRequest, message);

    private DialogueLine Compiled()
    {
        if (Match is null)
            return this;
        try
        {
            return this with { regex = new Regex(Match, RegexOptions.CultureInvariant, PatternLimit) };
        }
        catch (ArgumentException error)
        {
            throw Invalid($"'{Match}' is not a regular expression: {error.Message}");
        }
    }
}
