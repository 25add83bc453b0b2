using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Addresses;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Get-PortInfo: the services of ports and the ports of services.</summary>
[Cmdlet(VerbsCommon.Get, "PortInfo", DefaultParameterSetName = PortSet)]
[OutputType(typeof(PortInfo))]
public sealed class GetPortInfoCommand : SynchronousCommand<GetPortInfoRequest>
{
    private const string PortSet = "Port";
    private const string NameSet = "ServiceName";

    /// <summary>Ports, ranges such as 20-25, and names of services; all services where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public object[] Port { get; set; } = [];

    /// <summary>Names of services; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NameSet)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    public string[] ServiceName { get; set; } = [];

    /// <summary>Only this protocol.</summary>
    [Parameter]
    public TransportProtocol? Protocol { get; set; }

    /// <inheritdoc/>
    protected override SynchronousOperation<GetPortInfoRequest> CreateOperation() => new GetPortInfoOperation();

    /// <inheritdoc/>
    protected override GetPortInfoRequest BuildRequest() => new()
    {
        Port = PortText.OfPorts(Port),
        ServiceName = ServiceName,
        Protocol = Protocol,
    };
}
