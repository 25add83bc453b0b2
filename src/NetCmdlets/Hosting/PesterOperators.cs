using System.Management.Automation;

namespace NetCmdlets.Hosting;

/// <summary>
/// The operators of Pester's Should, in a script of their own. They are registered where Pester is loaded already, and
/// a session without it pays nothing for them.
/// </summary>
internal static class PesterOperators
{
    // Not Import-Module: within the import of a module, another's makes the engine forget the first one's types and
    // views. Parsed from its file, so that a stack trace names it.
    private const string Registration = """
        param($Path)
        if ((Get-Module Pester).Version.Major -ge 5) {
            $script = [Management.Automation.Language.Parser]::ParseFile($Path, [ref]$null, [ref]$null).GetScriptBlock()
            $WarningPreference = 'SilentlyContinue'
            $null = New-Module -Name NetCmdlets.Pester -ScriptBlock $script -ArgumentList $true
        }
        """;

    /// <summary>Registers the operators in the session that imports the module, where it has Pester 5.</summary>
    public static void Register()
    {
        // Asking the engine takes milliseconds, asking the process microseconds: most sessions have no Pester.
        if (AppDomain.CurrentDomain.GetAssemblies().All(assembly => assembly.GetName().Name != "Pester"))
            return;
        string folder = Path.GetDirectoryName(typeof(PesterOperators).Assembly.Location)!;
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript(Registration, useLocalScope: true)
            .AddArgument(Path.Combine(folder, "NetCmdlets.Pester.psm1"));
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException)
        {
            // An import is not to fail for operators that nobody may want; who misses them imports their file.
        }
    }
}
