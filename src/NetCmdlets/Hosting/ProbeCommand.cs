using System.Management.Automation;

namespace NetCmdlets.Hosting;

/// <summary>The base of the probes: many hosts from the pipeline, at once under one throttle.</summary>
/// <typeparam name="TRequest">The probe's request record.</typeparam>
public abstract class ProbeCommand<TRequest> : PeerCommand<TRequest>
{
    /// <summary>The hosts to probe.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("HostName", "TargetName", "CN")]
    [HostCompleter]
    [ValidateNotNullOrEmpty]
    public string[] ComputerName { get; set; } = [];

    /// <summary>A bool for each host and port instead of the object.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>How many probes are under way at once.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int ThrottleLimit { get; set; } = 256;

    /// <inheritdoc/>
    protected override int RequestsAtOnce => ThrottleLimit;
}
