using System.Management.Automation;
using NetCmdlets.Diagnostics;
using NetCmdlets.Hosting;

namespace NetCmdlets.Commands;

/// <summary>Get-NetLog: what the log of this process is set to.</summary>
[Cmdlet(VerbsCommon.Get, "NetLog")]
[OutputType(typeof(NetLogSetting))]
public sealed class GetNetLogCommand : NetCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteResult(NetLogControl.Default.Setting);
}
