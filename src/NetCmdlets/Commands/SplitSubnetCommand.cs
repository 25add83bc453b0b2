using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Addresses;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Split-Subnet: a network into subnets of one size, of many sizes, or around what is left out.</summary>
[Cmdlet(VerbsCommon.Split, "Subnet", DefaultParameterSetName = PrefixSet)]
[OutputType(typeof(SubnetInfo))]
public sealed class SplitSubnetCommand : SynchronousCommand<SplitSubnetRequest>
{
    private const string PrefixSet = "PrefixLength";
    private const string CountSet = "Count";
    private const string HostSet = "HostCount";
    private const string ExcludeSet = "Exclude";

    private const string AllocationView = "NetCmdlets.SubnetInfo#Allocation";

    /// <summary>The networks to split.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Cidr", "Address")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public object[] Network { get; set; } = [];

    /// <summary>The prefix length of the subnets.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PrefixSet)]
    [ValidateRange(0, 128)]
    public int PrefixLength { get; set; }

    /// <summary>At least how many subnets of one size.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CountSet)]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; }

    /// <summary>For how many hosts each subnet is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HostSet)]
    [ValidateRange(1, int.MaxValue)]
    public int[] HostCount { get; set; } = [];

    /// <summary>Networks and ranges to leave out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ExcludeSet)]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public object[] Exclude { get; set; } = [];

    /// <inheritdoc/>
    public override void WriteResult(object result)
    {
        PSObject written = PSObject.AsPSObject(result);
        if (ParameterSetName == HostSet)
            written.TypeNames.Insert(0, AllocationView);

        base.WriteResult(written);
    }

    /// <inheritdoc/>
    protected override SynchronousOperation<SplitSubnetRequest> CreateOperation() => new SplitSubnetOperation();

    /// <inheritdoc/>
    protected override SplitSubnetRequest BuildRequest() => new()
    {
        Network = AddressText.OfNetworks(Network),
        PrefixLength = ParameterSetName == PrefixSet ? PrefixLength : null,
        Count = ParameterSetName == CountSet ? Count : null,
        HostCount = HostCount,
        Exclude = AddressText.OfNetworks(Exclude),
    };
}
