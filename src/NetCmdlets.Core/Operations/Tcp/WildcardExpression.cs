using System.Text;
using System.Text.RegularExpressions;

namespace NetCmdlets.Operations.Tcp;

/// <summary>
/// PowerShell's wildcards as a regular expression: <c>*</c>, <c>?</c>, <c>[a-z]</c>, and a backtick before a character
/// that means itself. The whole text must be like it, regardless of case.
/// </summary>
internal static class WildcardExpression
{
    /// <summary>The expression of a wildcard.</summary>
    /// <exception cref="FormatException">A bracket is not closed, or holds nothing.</exception>
    public static Regex Compile(string wildcard)
    {
        var text = new StringBuilder(@"\A");
        for (int i = 0; i < wildcard.Length; i++)
        {
            char one = wildcard[i];
            if (one == '`' && i + 1 < wildcard.Length)
                text.Append(Regex.Escape(wildcard[++i].ToString()));
            else if (one == '*')
                text.Append(".*");
            else if (one == '?')
                text.Append('.');
            else if (one == '[')
                i = AppendSet(wildcard, i, text);
            else
                text.Append(Regex.Escape(one.ToString()));
        }

        // Without backtracking no text takes long, however many stars there are.
        return new Regex(
            text.Append(@"\z").ToString(),
            RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant
                | RegexOptions.NonBacktracking);
    }

    private static int AppendSet(string wildcard, int start, StringBuilder text)
    {
        text.Append('[');
        int i = start + 1;
        // A bracket that closes at once is the set's first member.
        for (; i < wildcard.Length && (wildcard[i] != ']' || i == start + 1); i++)
        {
            if (wildcard[i] == '`' && i + 1 < wildcard.Length)
                text.Append('\\').Append(wildcard[++i]);
            else if (wildcard[i] is '\\' or '^' or '[' or ']')
                text.Append('\\').Append(wildcard[i]);
            else
                text.Append(wildcard[i]);
        }

        if (i >= wildcard.Length)
            throw new FormatException($"'{wildcard}' has a [ without its ]; a backtick before it makes it plain text.");
        text.Append(']');
        return i;
    }
}
