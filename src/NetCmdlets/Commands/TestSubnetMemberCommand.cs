using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Addresses;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Test-SubnetMember: whether addresses are in networks, and in which by the longest prefix.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SubnetMember")]
[OutputType(typeof(bool), typeof(SubnetMembership))]
public sealed class TestSubnetMemberCommand : SynchronousCommand<TestSubnetMemberRequest>
{
    private string[]? networks;

    /// <summary>The addresses to look for.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("IPAddress")]
    [AllowEmptyString]
    public object[] Address { get; set; } = [];

    /// <summary>The networks and ranges to look in.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("Cidr")]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public object[] Network { get; set; } = [];

    /// <summary>Tell which network it is, in place of true and false.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override SynchronousOperation<TestSubnetMemberRequest> CreateOperation() =>
        new TestSubnetMemberOperation();

    /// <inheritdoc/>
    protected override TestSubnetMemberRequest BuildRequest() => new()
    {
        Address = AddressText.OfAddresses(Address),
        Network = networks ??= AddressText.OfNetworks(Network),
        PassThru = PassThru,
    };
}
