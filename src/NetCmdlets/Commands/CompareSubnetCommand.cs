using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Addresses;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Compare-Subnet: how networks and ranges lie to each other.</summary>
[Cmdlet(VerbsData.Compare, "Subnet")]
[OutputType(typeof(SubnetRelation))]
public sealed class CompareSubnetCommand : SynchronousCommand<CompareSubnetRequest>
{
    /// <summary>The network or range that is compared with.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public object ReferenceNetwork { get; set; } = "";

    /// <summary>The networks or ranges that are compared.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Alias("Cidr", "Network")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public object[] DifferenceNetwork { get; set; } = [];

    /// <inheritdoc/>
    protected override SynchronousOperation<CompareSubnetRequest> CreateOperation() => new CompareSubnetOperation();

    /// <inheritdoc/>
    protected override CompareSubnetRequest BuildRequest() => new()
    {
        ReferenceNetwork = AddressText.OfNetwork(ReferenceNetwork),
        DifferenceNetwork = AddressText.OfNetworks(DifferenceNetwork),
    };
}
