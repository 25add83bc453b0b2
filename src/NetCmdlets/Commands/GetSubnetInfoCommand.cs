using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Addresses;

namespace NetCmdlets.Commands;

/// <summary>Get-SubnetInfo: everything that an address and its mask tell of a network.</summary>
[Cmdlet(VerbsCommon.Get, "SubnetInfo")]
[OutputType(typeof(SubnetInfo))]
public sealed class GetSubnetInfoCommand : NetCmdlet
{
    /// <summary>Networks, as text, addresses, or objects that have an address and a prefix length.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Cidr", "Address")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public object[] Network { get; set; } = [];

    /// <summary>The mask of networks that are given as addresses alone: dotted, wildcard or a prefix length.</summary>
    [Parameter(Position = 1)]
    [Alias("SubnetMask", "PrefixLength")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MaskCompleter))]
    public string? Mask { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string network in AddressText.OfNetworks(Network))
            GetSubnetInfoOperation.Describe(network, Mask).WriteTo(this);
    }
}
