using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Addresses;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Join-Subnet: networks and ranges into the fewest networks, or into the one that holds all.</summary>
[Cmdlet(VerbsCommon.Join, "Subnet")]
[OutputType(typeof(SubnetInfo))]
public sealed class JoinSubnetCommand : SynchronousCommand<JoinSubnetRequest>
{
    /// <summary>Networks, addresses, and ranges such as 10.0.0.1-10.0.0.9.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Cidr", "Address")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public object[] Network { get; set; } = [];

    /// <summary>Give the one smallest network that holds all of them.</summary>
    [Parameter]
    public SwitchParameter Supernet { get; set; }

    /// <inheritdoc/>
    protected override SynchronousOperation<JoinSubnetRequest> CreateOperation() => new JoinSubnetOperation();

    /// <inheritdoc/>
    protected override JoinSubnetRequest BuildRequest() => new()
    {
        Network = AddressText.OfNetworks(Network),
        Supernet = Supernet,
    };
}
