using System.Management.Automation;
using NetCmdlets.Diagnostics;
using NetCmdlets.Hosting;

namespace NetCmdlets.Commands;

/// <summary>Enable-NetLog: writes the events of every server and client of this process to a file.</summary>
[Cmdlet(VerbsLifecycle.Enable, "NetLog", SupportsShouldProcess = true)]
[OutputType(typeof(NetLogSetting))]
public sealed class EnableNetLogCommand : NetCmdlet
{
    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>How events are written.</summary>
    [Parameter]
    public NetLogFormat Format { get; set; }

    /// <summary>Events below this level are not kept.</summary>
    [Parameter]
    public NetLogLevel MinimumLevel { get; set; } = NetLogLevel.Information;

    /// <summary>When a new file is begun.</summary>
    [Parameter]
    public NetLogRolling RollingInterval { get; set; }

    /// <summary>The size at which a new file is begun.</summary>
    [Parameter]
    [ValidateRange(NetLogOptions.MinimumFileBytes, long.MaxValue)]
    public long MaxFileBytes { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!ShouldProcess(Path, "Write the log of servers and clients"))
            return;
        try
        {
            WriteResult(NetLogControl.Default.Enable(new NetLogOptions
            {
                Path = ResolveFilePath(Path),
                Format = Format,
                MinimumLevel = MinimumLevel,
                RollingInterval = RollingInterval,
                MaxFileBytes = MaxFileBytes == 0 ? null : MaxFileBytes,
            }));
        }
        catch (NetException error)
        {
            ThrowFailure(error.Failure);
        }
    }
}
