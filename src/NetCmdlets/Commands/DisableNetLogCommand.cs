using System.Management.Automation;
using NetCmdlets.Diagnostics;
using NetCmdlets.Hosting;

namespace NetCmdlets.Commands;

/// <summary>Disable-NetLog: writes out what waits, closes the file, and says what was written.</summary>
[Cmdlet(VerbsLifecycle.Disable, "NetLog", SupportsShouldProcess = true)]
[OutputType(typeof(NetLogSetting))]
public sealed class DisableNetLogCommand : NetCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string target = NetLogControl.Default.Setting.Path ?? "no log";
        if (ShouldProcess(target, "Stop writing the log of servers and clients"))
            WriteResult(NetLogControl.Default.Disable());
    }
}
