using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Routes;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Find-HostRoute: where packets to an address go.</summary>
[Cmdlet(VerbsCommon.Find, "HostRoute", DefaultParameterSetName = HostSet)]
[OutputType(typeof(RouteDecision))]
public sealed class FindHostRouteCommand : OperationCommand<FindHostRouteRequest>
{
    private const string HostSet = "Host";
    private const string TableSet = "Table";
    private string[]? routes;

    /// <summary>The addresses and names to find the routes of.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Address", "IPAddress", "ComputerName", "HostName")]
    [AllowEmptyString]
    [HostCompleter]
    public object[] Destination { get; set; } = [];

    /// <summary>The source address that the sender has bound.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Alias("SourceAddress")]
    [ValidateNotNullOrEmpty]
    [OwnAddressCompleter]
    public string? Source { get; set; }

    /// <summary>The interface that the sender has bound.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [ValidateNotNullOrEmpty]
    [InterfaceCompleter]
    public string? Interface { get; set; }

    /// <summary>Routes to decide by in the place of this host's.</summary>
    [Parameter(ParameterSetName = TableSet, Mandatory = true)]
    [AllowEmptyString]
    public object[] Table { get; set; } = [];

    /// <summary>Only IPv4 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv4 { get; set; }

    /// <summary>Only IPv6 addresses.</summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <summary>How long one look-up of a name may take, in seconds.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [ValidateSeconds]
    public double TimeoutSeconds { get; set; } = 5;

    /// <inheritdoc/>
    protected override INetOperation<FindHostRouteRequest> CreateOperation() => new FindHostRouteOperation();

    /// <inheritdoc/>
    protected override FindHostRouteRequest BuildRequest() => new()
    {
        Destination = AddressText.OfTargets(Destination),
        Source = Source,
        Interface = Interface,
        Table = routes ??= RouteText.OfRoutes(Table),
        Family = FamilyParameters.Choose(IPv4, IPv6),
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
    };
}
