using System.Management.Automation;
using NetCmdlets.Diagnostics;

namespace NetCmdlets.Hosting;

/// <summary>JSON by PowerShell's own ConvertTo-Json, which knows what its objects are.</summary>
internal static class HttpJson
{
    /// <summary>A shell that converts a value; it is to be given a runspace.</summary>
    public static PowerShell Converter(object value)
    {
        PowerShell shell = PowerShell.Create();
        Fill(shell, value);
        return shell;
    }

    /// <summary>Converts a value in the runspace of the pipeline that runs now.</summary>
    /// <exception cref="NetException">It cannot be converted (InvalidRequest).</exception>
    public static string Convert(object value)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        Fill(shell, value);
        return TextOf(new ScriptResult(new PSDataCollection<PSObject>(shell.Invoke())));
    }

    /// <summary>The text that the converter made.</summary>
    /// <exception cref="NetException">It made none (InvalidRequest).</exception>
    public static string TextOf(ScriptResult result)
        => result.Error is null && result.Output is [{ BaseObject: string text }]
            ? text
            : throw new NetException(
                FailureKind.InvalidRequest, result.Error ?? "The response cannot be written as JSON.");

    private static void Fill(PowerShell shell, object value) => shell
        .AddCommand("Microsoft.PowerShell.Utility\\ConvertTo-Json")
        .AddParameter("InputObject", value)
        .AddParameter("Depth", HttpReply.JsonDepth)
        .AddParameter("Compress");
}
