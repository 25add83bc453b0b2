using System.Management.Automation.Language;

namespace NetCmdlets.Hosting;

/// <summary>How a completed value is put into the command line.</summary>
internal static class CompletionText
{
    /// <summary>The value, in single quotes where it holds anything but letters, digits and simple marks.</summary>
    public static string Quote(string value)
        => value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.')
            ? value
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
}
