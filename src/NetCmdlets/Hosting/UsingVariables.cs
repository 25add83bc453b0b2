using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Hosting;

/// <summary>
/// The <c>$using:</c> variables of a script block that is to run elsewhere: each is read now, and the script is
/// rewritten to read a variable of another name that carries the value.
/// </summary>
internal static class UsingVariables
{
    private const string Prefix = "__using_";

    /// <summary>The script without <c>$using:</c>, and the variables that it needs.</summary>
    /// <exception cref="NetException">A variable is not set, or it is not a variable (InvalidRequest).</exception>
    public static (string Script, IReadOnlyDictionary<string, object?> Values) Take(
        ScriptBlock script, SessionState session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        string source = script.ToString();
        var text = new StringBuilder(source);

        // Of the text itself: the script's own tree is a function's where it is one, and counts from the beginning of
        // the file. From the last to the first, so that the places of the others stay right.
        ScriptBlockAst block = Parser.ParseInput(source, out _, out _);
        foreach (UsingExpressionAst expression in block.FindAll(node => node is UsingExpressionAst, true)
            .Cast<UsingExpressionAst>().OrderByDescending(node => node.Extent.StartOffset))
        {
            if (RootOf(expression.SubExpression) is not VariableExpressionAst variable)
            {
                throw new NetException(
                    FailureKind.InvalidRequest,
                    $"'{expression}' is not a variable. A handler takes variables with $using: and nothing else.",
                    expression.ToString());
            }

            string name = variable.VariablePath.UserPath;
            if (!variable.VariablePath.IsVariable)
            {
                string instead = name.StartsWith("env:", StringComparison.OrdinalIgnoreCase)
                    ? $"The environment is the handler's too: write ${name}."
                    : $"Put it into a variable first: $value = ${{{name}}}.";
                throw new NetException(
                    FailureKind.InvalidRequest, $"$using: takes variables only, and '{name}' is none. {instead}", name);
            }

            PSVariable found = session.PSVariable.Get(name) ?? throw new NetException(
                FailureKind.InvalidRequest, $"The handler uses ${name}, which is not set.", name);
            values[Prefix + name] = Unbound(found.Value);
            string sigil = variable.Splatted ? "@" : "$";
            text.Remove(variable.Extent.StartOffset, variable.Extent.Text.Length);
            text.Insert(variable.Extent.StartOffset, $"{sigil}{{{Prefix}{name}}}");
        }

        return (text.ToString(), values);
    }

    // '$using:table.Name[2]' is one expression, of which only the variable comes from the session.
    private static ExpressionAst RootOf(ExpressionAst expression) => expression switch
    {
        MemberExpressionAst member => RootOf(member.Expression),
        IndexExpressionAst index => RootOf(index.Target),
        _ => expression,
    };

    // A script block runs in the session that it was written in, whoever calls it: two threads would be in there.
    private static object? Unbound(object? value)
        => (value is PSObject wrapped ? wrapped.BaseObject : value) is ScriptBlock script
            ? ScriptBlock.Create(script.ToString())
            : value;
}
