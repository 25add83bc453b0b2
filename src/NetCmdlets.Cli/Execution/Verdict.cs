using System.Reflection;

namespace NetCmdlets.Cli.Execution;

/// <summary>What a result of a Test-* says: false, or a record whose verdict is false.</summary>
internal static class Verdict
{
    private static readonly string[] Names = ["Succeeded", "Passed", "IsMember", "Trusted"];

    /// <summary>Whether the result is a no: one of its verdicts is. What was not tried (null) is none.</summary>
    public static bool IsNo(object result)
    {
        if (result is bool answer)
            return !answer;
        return Names.Any(name =>
            result.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)?.GetValue(result) is false);
    }
}
