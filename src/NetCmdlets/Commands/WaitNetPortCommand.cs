using System.Management.Automation;
using NetCmdlets.Diagnostics;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Waiting;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Wait-NetPort: waits until ports are open, or closed: all of them or any.</summary>
[Cmdlet(VerbsLifecycle.Wait, "NetPort", DefaultParameterSetName = AllSet)]
[OutputType(typeof(PortWait), typeof(bool))]
public sealed class WaitNetPortCommand : OperationCommand<WaitNetPortRequest>
{
    private const string AllSet = "All";
    private const string AnySet = "Any";

    private readonly List<string> targets = [];

    /// <summary>Hosts, with or without a port of their own.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("HostName", "TargetName", "CN")]
    [HostCompleter]
    [ValidateNotNullOrEmpty]
    public string[] ComputerName { get; set; } = [];

    /// <summary>The ports of hosts that name none.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [PortCompleter]
    [ValidatePorts]
    public string[] Port { get; set; } = [];

    /// <summary>What to wait for.</summary>
    [Parameter]
    public PortCondition State { get; set; }

    /// <summary>Wait for all ports: the default.</summary>
    [Parameter(ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <summary>One port is enough.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AnySet)]
    public SwitchParameter Any { get; set; }

    /// <summary>Only IPv4 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv4 { get; set; }

    /// <summary>Only IPv6 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <summary>How long to wait, all in all, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double TimeoutSeconds { get; set; } = 5;

    /// <summary>The pause between two tries of a port, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double IntervalSeconds { get; set; } = 0.25;

    /// <summary>How many tries are under way at once.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int ThrottleLimit { get; set; } = 256;

    /// <summary>One bool instead of the objects.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override INetOperation<WaitNetPortRequest> CreateOperation() => new WaitNetPortOperation();

    /// <summary>Gathers what the pipeline brings: -Any and the time are over all of it, so it is one request.</summary>
    protected override void ProcessRecord() => Guard(() =>
    {
        try
        {
            targets.AddRange(Sockets.HostPort.Combine(ComputerName, Port).Select(target => target.ToString()));
        }
        catch (NetException error) when (IsPiped(nameof(ComputerName), nameof(Port)))
        {
            WriteFailure(error.Failure);
        }
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (targets.Count > 0)
            base.ProcessRecord();
        base.EndProcessing();
    }

    /// <inheritdoc/>
    protected override WaitNetPortRequest BuildRequest() => new()
    {
        ComputerName = targets,
        State = State,
        Any = Any,
        Family = FamilyParameters.Choose(IPv4, IPv6),
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        Interval = TimeSpan.FromSeconds(IntervalSeconds),
        ThrottleLimit = ThrottleLimit,
        Quiet = Quiet,
    };
}
