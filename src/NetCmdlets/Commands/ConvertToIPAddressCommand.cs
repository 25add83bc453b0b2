using System.Management.Automation;
using System.Net;
using NetCmdlets.Hosting;
using NetCmdlets.Operations.Addresses;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Commands;

/// <summary>ConvertTo-IPAddress: addresses of integers, hexadecimal, binary, bytes and PTR names.</summary>
[Cmdlet(VerbsData.ConvertTo, "IPAddress")]
[OutputType(typeof(IPAddress))]
public sealed class ConvertToIPAddressCommand : SynchronousCommand<ConvertToIPAddressRequest>
{
    /// <summary>What to make addresses of; an array of 4 or 16 bytes is one address.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public object InputObject { get; set; } = "";

    /// <summary>Make IPv6 addresses of numbers that would fit IPv4, too.</summary>
    [Parameter]
    public SwitchParameter IPv6 { get; set; }

    /// <inheritdoc/>
    protected override SynchronousOperation<ConvertToIPAddressRequest> CreateOperation() =>
        new ConvertToIPAddressOperation();

    /// <inheritdoc/>
    protected override ConvertToIPAddressRequest BuildRequest() => new()
    {
        InputObject = AddressText.OfConvertible(InputObject),
        IPv6 = IPv6,
    };
}
