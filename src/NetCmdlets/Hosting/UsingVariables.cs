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
        var block = (ScriptBlockAst)script.Ast;
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        var text = new StringBuilder(script.ToString());

        // From the last to the first, so that the places of the others stay right.
        int start = OffsetOf(script, block);
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
            PSVariable found = session.PSVariable.Get(name) ?? throw new NetException(
                FailureKind.InvalidRequest, $"The handler uses ${name}, which is not set.", name);
            values[Prefix + name] = found.Value;
            string sigil = variable.Splatted ? "@" : "$";
            text.Remove(variable.Extent.StartOffset - start, variable.Extent.Text.Length);
            text.Insert(variable.Extent.StartOffset - start, $"{sigil}{{{Prefix}{name}}}");
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

    // A block's text is what stands between its braces; its tree counts from the beginning of the file.
    private static int OffsetOf(ScriptBlock script, ScriptBlockAst block)
    {
        string whole = block.Extent.Text;
        string inner = script.ToString();
        return block.Extent.StartOffset + whole.IndexOf(inner, StringComparison.Ordinal);
    }
}
