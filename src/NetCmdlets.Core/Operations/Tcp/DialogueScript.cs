using System.Text.RegularExpressions;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;

namespace NetCmdlets.Operations.Tcp;

/// <summary>A dialogue's script, looked through before anything is sent.</summary>
/// <param name="Steps">The steps, in order.</param>
internal sealed record DialogueScript(IReadOnlyList<DialogueScript.Entry> Steps)
{
    // A regular expression of the user's can take for ever; it is no fault of the server's then.
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    // The longest time that a timer takes.
    private static readonly TimeSpan LongestTime = TimeSpan.FromMilliseconds(int.MaxValue - 1);

    /// <summary>Looks a script through.</summary>
    /// <exception cref="NetException">
    /// A step is malformed (InvalidRequest), or cannot be written in the encoding (InvalidEncoding).
    /// </exception>
    public static DialogueScript Of(InvokeTcpDialogueRequest request, MessageText encoding)
    {
        if (request.Step.Count == 0)
            throw new NetException(FailureKind.InvalidRequest, "A dialogue needs at least one step.");
        return new([.. request.Step.Select((step, index) => EntryOf(step, index + 1, request.Timeout, encoding))]);
    }

    private static Entry EntryOf(DialogueScriptStep step, int number, TimeSpan limit, MessageText encoding)
    {
        if (step.Expect is not null && step.Match is not null)
            throw Invalid(number, "has both Expect and Match: give one of them.");
        if (step.Send is null && step.Data is null && step.Expect is null && step.Match is null)
            throw Invalid(number, "does nothing: give Send, Expect or Match.");
        TimeSpan own = step.Timeout ?? limit;
        if (own <= TimeSpan.Zero || own > LongestTime)
            throw Invalid(number, $"cannot take {DisplayText.Seconds(own)}: TimeoutSeconds is above 0, to 2147483.");
        try
        {
            byte[]? data = step.Data ?? (step.Send is null ? null : encoding.Encode(step.Send));
            // In the transcript bytes are text where they are text.
            string? send = step.Data is null
                ? step.Send
                : encoding.TryDecode(step.Data) ?? Convert.ToHexString(step.Data);
            Regex? pattern = step.Expect is not null
                ? WildcardExpression.Compile(step.Expect)
                : step.Match is null
                    ? null
                    : new Regex(step.Match, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchLimit);
            return new Entry(number, send, data, step.Expect ?? step.Match, step.Match is not null, pattern, own);
        }
        catch (ArgumentException error)
        {
            throw Invalid(number, $"has no regular expression in Match: {error.Message}", error);
        }
        catch (FormatException error)
        {
            throw Invalid(number, $"has no wildcard in Expect: {error.Message}", error);
        }
    }

    private static NetException Invalid(int number, string what, Exception? cause = null)
        => new(FailureKind.InvalidRequest, $"Step {number} {what}", number, cause);

    /// <summary>One step that is in order.</summary>
    /// <param name="Number">Which one, from 1.</param>
    /// <param name="Send">What to send; null for nothing.</param>
    /// <param name="Data">The same as bytes.</param>
    /// <param name="Expected">What to expect; null for nothing.</param>
    /// <param name="IsExpression">Whether that is a regular expression, not a wildcard.</param>
    /// <param name="Pattern">The same, compiled.</param>
    /// <param name="Limit">How long the step may take.</param>
    internal sealed record Entry(
        int Number, string? Send, byte[]? Data, string? Expected, bool IsExpression, Regex? Pattern, TimeSpan Limit)
    {
        /// <summary>Why a text is not what is expected; null where it is.</summary>
        public string? Objection(string text)
        {
            try
            {
                if (Pattern!.IsMatch(text))
                    return null;
                return $"'{text}' {(IsExpression ? "does not match" : "is not like")} '{Expected}'.";
            }
            catch (RegexMatchTimeoutException)
            {
                return $"Matching '{Expected}' takes too long.";
            }
        }
    }
}
