using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Hosts;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Get-HostInterface: the network interfaces of this host.</summary>
[Cmdlet(VerbsCommon.Get, "HostInterface")]
[OutputType(typeof(HostInterface))]
public sealed class GetHostInterfaceCommand : SynchronousCommand<GetHostInterfaceRequest>
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("InterfaceName", "InterfaceAlias")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [InterfaceCompleter]
    public string[] Name { get; set; } = [];

    /// <summary>Numbers.</summary>
    [Parameter]
    [Alias("InterfaceIndex")]
    [ValidateRange(1, int.MaxValue)]
    public int[] Index { get; set; } = [];

    /// <summary>The interface that has this address, or whose network holds it.</summary>
    [Parameter]
    [Alias("IPAddress")]
    [ValidateNotNullOrEmpty]
    public object[] Address { get; set; } = [];

    /// <summary>Only those that are up.</summary>
    [Parameter]
    public SwitchParameter Up { get; set; }

    /// <summary>Only IPv4 addresses, and interfaces that have one.</summary>
    [Parameter]
    public SwitchParameter IPv4 { get; set; }

    /// <summary>Only IPv6 addresses, and interfaces that have one.</summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <inheritdoc/>
    protected override SynchronousOperation<GetHostInterfaceRequest> CreateOperation()
        => new GetHostInterfaceOperation();

    /// <inheritdoc/>
    protected override GetHostInterfaceRequest BuildRequest() => new()
    {
        Name = Name,
        Index = Index,
        Address = AddressText.OfAddresses(Address),
        Up = Up,
        Family = FamilyParameters.Choose(IPv4, IPv6),
    };
}
