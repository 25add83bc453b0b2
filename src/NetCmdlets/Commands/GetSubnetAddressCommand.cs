using System.Management.Automation;
using System.Net;
using System.Numerics;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Addresses;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Get-SubnetAddress: the addresses of networks and ranges, listed as they are asked for.</summary>
[Cmdlet(VerbsCommon.Get, "SubnetAddress", DefaultParameterSetName = ListSet)]
[OutputType(typeof(IPAddress))]
public sealed class GetSubnetAddressCommand : SynchronousCommand<GetSubnetAddressRequest>
{
    private const string ListSet = "List";
    private const string IndexSet = "Index";
    private const string RandomSet = "Random";

    /// <summary>The networks, and ranges such as 10.0.0.1-10.0.0.9.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Cidr", "Address")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public object[] Network { get; set; } = [];

    /// <summary>List the network and broadcast addresses, too.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>How many addresses to list from the start.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(1, long.MaxValue)]
    public long First { get; set; }

    /// <summary>How many addresses to list up to the end.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateRange(1, long.MaxValue)]
    public long Last { get; set; }

    /// <summary>How many addresses to leave out at the start.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public BigInteger Skip { get; set; }

    /// <summary>The distance between the addresses listed.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public BigInteger Step { get; set; } = 1;

    /// <summary>The places of the addresses to list: from 0, or from -1 backwards from the end.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IndexSet)]
    public BigInteger[] Index { get; set; } = [];

    /// <summary>How many different addresses to draw by lot.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RandomSet)]
    [ValidateRange(1, int.MaxValue)]
    public int Random { get; set; }

    /// <summary>What makes the lot come out the same again.</summary>
    [Parameter(ParameterSetName = RandomSet)]
    public int Seed { get; set; }

    /// <inheritdoc/>
    protected override SynchronousOperation<GetSubnetAddressRequest> CreateOperation() =>
        new GetSubnetAddressOperation();

    /// <inheritdoc/>
    protected override GetSubnetAddressRequest BuildRequest() => new()
    {
        Network = AddressText.OfNetworks(Network),
        All = All,
        First = Given(nameof(First)) ? First : null,
        Last = Given(nameof(Last)) ? Last : null,
        Skip = Skip,
        Step = Step,
        Index = Index,
        Random = ParameterSetName == RandomSet ? Random : null,
        Seed = Given(nameof(Seed)) ? Seed : null,
    };

    private bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
