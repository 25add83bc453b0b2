using NetCmdlets.Addressing;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Addresses;

/// <summary>Describes addresses.</summary>
[NetOperation("Get-IPAddressInfo", typeof(GetIPAddressInfoRequest), Output = typeof(AddressInfo))]
public sealed class GetIPAddressInfoOperation : SynchronousOperation<GetIPAddressInfoRequest>
{
    /// <inheritdoc/>
    public override IEnumerable<PipelineItem> Run(GetIPAddressInfoRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (string text in request.Address)
        {
            AddressFault fault = AddressInfo.TryParse(text, out AddressInfo? info);
            yield return info is null
                ? PipelineItem.Failure(AddressFailure.ForAddress(text, fault))
                : PipelineItem.Result(info);
        }
    }
}
