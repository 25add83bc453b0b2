using System.Management.Automation;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Addresses;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>Get-IPAddressInfo: everything that an address tells by itself.</summary>
[Cmdlet(VerbsCommon.Get, "IPAddressInfo")]
[OutputType(typeof(AddressInfo))]
public sealed class GetIPAddressInfoCommand : SynchronousCommand<GetIPAddressInfoRequest>
{
    /// <summary>The addresses.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("IPAddress")]
    [AllowEmptyString]
    [OwnAddressCompleter]
    public object[] Address { get; set; } = [];

    /// <inheritdoc/>
    protected override SynchronousOperation<GetIPAddressInfoRequest> CreateOperation() =>
        new GetIPAddressInfoOperation();

    /// <inheritdoc/>
    protected override GetIPAddressInfoRequest BuildRequest() => new() { Address = AddressText.OfAddresses(Address) };
}
