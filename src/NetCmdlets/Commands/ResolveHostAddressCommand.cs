using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Names;
using NetCmdlets.Pipeline;
using NetCmdlets.Sockets;

namespace NetCmdlets.Commands;

/// <summary>Resolve-HostAddress: names to addresses and addresses to names, one object an address.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "HostAddress")]
[OutputType(typeof(HostAddress))]
public sealed class ResolveHostAddressCommand : OperationCommand<ResolveHostAddressRequest>
{
    /// <summary>Names to resolve, or addresses to find the names of.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("HostName", "TargetName", "CN")]
    [HostCompleter]
    [ValidateNotNullOrEmpty]
    public string[] ComputerName { get; set; } = [];

    /// <summary>The name servers to ask in turn, in the place of the system's resolver.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [NameServerCompleter]
    public string[] Server { get; set; } = [];

    /// <summary>Look up the name of every address found, too.</summary>
    [Parameter]
    public SwitchParameter Reverse { get; set; }

    /// <summary>Only IPv4 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv4 { get; set; }

    /// <summary>Only IPv6 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <summary>How long one look-up may take, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double TimeoutSeconds { get; set; } = 5;

    /// <summary>How many look-ups run at once.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int ThrottleLimit { get; set; } = 256;

    /// <inheritdoc/>
    protected override int RequestsAtOnce => ThrottleLimit;

    /// <inheritdoc/>
    protected override INetOperation<ResolveHostAddressRequest> CreateOperation() => new ResolveHostAddressOperation();

    /// <inheritdoc/>
    protected override ResolveHostAddressRequest BuildRequest() => new()
    {
        ComputerName = ComputerName,
        Server = Server,
        Reverse = Reverse,
        Family = FamilyParameters.Choose(IPv4, IPv6),
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        ThrottleLimit = ThrottleLimit,
    };
}
